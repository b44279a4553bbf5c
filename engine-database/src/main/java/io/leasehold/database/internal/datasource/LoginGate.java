package io.leasehold.database.internal.datasource;

import io.leasehold.Lease;
import io.leasehold.RotatingSecret;
import io.leasehold.Secret;
import io.leasehold.database.ConnectionOpener;
import io.leasehold.error.LeaseholdException;
import io.leasehold.spi.time.TimeSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs in with the credential of a generation. A refusal is reported, and the next attempts fail on the spot for a while, so
 * that a pool's retries neither lock the account (HikariCP#1452) nor make a storm of reports. Thread-safe.
 */
final class LoginGate {

    /** How often a refused credential is tried again: what refused it may have been corrected on the server. */
    static final Duration RETRY_REFUSED_AFTER = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(LoginGate.class);

    private final ConnectionOpener opener;
    private final RotatingSecret secret;
    private final TimeSource time;

    LoginGate(ConnectionOpener opener, RotatingSecret secret, TimeSource time) {
        this.opener = opener;
        this.secret = secret;
        this.time = time;
    }

    /**
     * Opens a driver's connection.
     *
     * @param generation the credential, already entered
     * @return the driver's connection
     * @throws SQLException the driver's error
     */
    Connection connect(Generation generation) throws SQLException {
        Refusal earlier = generation.refusal();
        if (earlier != null && isRecent(earlier, time.nanoTime())) {
            throw earlier.again();
        }
        Login login = Login.of(generation.secret());
        try {
            Connection connection = opener.open(login.username(), login.password());
            generation.accept();
            return connection;
        } catch (SQLException e) {
            if (Refusal.isRefusal(e)) {
                refused(generation, login.username(), e);
            }
            throw e;
        }
    }

    private void refused(Generation generation, String username, SQLException error) {
        Refusal now = new Refusal(time.nanoTime(), error);
        Refusal before = generation.refuse(now);
        // Several opens under way may be refused together: one of them says so.
        if (generation.isRetired() || (before != null && isRecent(before, now.at()))) {
            return;
        }
        log.warn(
                "The database refused user {} ({}), SQLSTATE {}: asking for a fresh credential",
                username,
                generation,
                error.getSQLState());
        try {
            secret.reportRefused(asKnownNow(generation.secret()));
        } catch (LeaseholdException e) {
            // The caller gets the driver's error, which is what explains the failure.
            log.warn("No fresh credential can be asked for: {}", e.getMessage());
        }
    }

    /** A renewal makes a copy of the secret with its lease prolonged, and reports are taken for that one only. */
    private Secret asKnownNow(Secret refused) {
        Secret current = secret.current();
        boolean isRenewed = refused.lease().isPresent()
                && refused.lease().map(Lease::id).equals(current.lease().map(Lease::id));
        return isRenewed ? current : refused;
    }

    private static boolean isRecent(Refusal refusal, long now) {
        return now - refusal.at() < RETRY_REFUSED_AFTER.toNanos();
    }
}
