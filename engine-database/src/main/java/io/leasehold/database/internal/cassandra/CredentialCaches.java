package io.leasehold.database.internal.cassandra;

import com.datastax.oss.driver.api.core.metadata.Node;
import io.leasehold.database.internal.admin.TargetErrors;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.cassandra.CassandraWork.Right;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What nodes remember of passwords. Each node keeps those of roles that have logged in there, for two seconds unless
 * {@code credentials_validity} in its cassandra.yaml says otherwise. For that time it refuses a new password, takes the old one, and
 * even that of a role that has been dropped. Taken at its word, a rotation would give up the password that is in force.
 *
 * <p>Since Cassandra 4.1 an administrator with the right to it can make nodes forget a role ("Virtual Tables",
 * {@code system_views.credentials_cache_keys}). Where that fails, the time is waited for. Thread-safe.
 */
final class CredentialCaches {

    private static final Logger LOG = LoggerFactory.getLogger(CredentialCaches.class);

    /** The right that makes nodes forget passwords. */
    static final Right TO_FORGET = new Right("MODIFY", "<table system_views.credentials_cache_keys>");

    private static final String FORGET = "DELETE FROM system_views.credentials_cache_keys WHERE role = ?";

    /** The second name is that of 4.0, which counts in milliseconds and names no unit. */
    private static final String VALIDITY = "SELECT value FROM system_views.settings"
            + " WHERE name IN ('credentials_validity', 'credentials_validity_in_ms')";

    /** What cassandra.yaml has by itself. */
    private static final Duration DEFAULT_VALIDITY = Duration.ofSeconds(2);

    private static final Pattern TIME = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d|)");
    private static final Map<String, Duration> UNITS = Map.of(
            "", Duration.ofMillis(1),
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private final TimeSource time;

    CredentialCaches(TimeSource time) {
        this.time = time;
    }

    /** Makes all nodes forget the password of a role. Says whether all of them have. */
    boolean forget(CassandraWork work, String role) {
        boolean all = true;
        for (Node node : work.nodes()) {
            try {
                work.runAt(node, "forget a password", FORGET, role);
            } catch (CommandException failure) {
                all = false;
                LOG.debug(
                        "A node may remember the password of a role for a moment: {}",
                        failure.failure().kind());
            }
        }
        return all;
    }

    /** Returns when no node can mean a password of the role from before. */
    void settle(CassandraLogin login, String role, TimeLimit limit, TargetErrors errors) {
        Duration validity = DEFAULT_VALIDITY;
        try {
            CassandraWork work = login.begin(limit);
            if (forget(work, role)) {
                return;
            }
            validity = validity(work).orElse(DEFAULT_VALIDITY);
        } catch (CommandException unreachable) {
            LOG.debug("Nodes could not be asked how long they remember passwords");
        }
        if (validity.compareTo(limit.left()) >= 0) {
            throw errors.notNow("a login of '" + role + "' is refused, but nodes may remember an old password for "
                    + validity.toSeconds() + " s (credentials_validity): grant the administrator MODIFY on"
                    + " system_views.credentials_cache_keys, so that they can be made to forget it");
        }
        pause(validity, errors);
    }

    private static Optional<Duration> validity(CassandraWork work) {
        for (Node node : work.nodes()) {
            try {
                Optional<Duration> found = work.runAt(node, "read credentials_validity", VALIDITY).stream()
                        .findFirst()
                        .flatMap(row -> duration(String.valueOf(row.getString("value"))));
                if (found.isPresent()) {
                    return found;
                }
            } catch (CommandException unreadable) {
                LOG.debug("A node does not tell for how long it remembers passwords");
            }
        }
        return Optional.empty();
    }

    /** A time as the server writes it, such as {@code 2s}. */
    static Optional<Duration> duration(String text) {
        Matcher matcher = TIME.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        return Optional.ofNullable(UNITS.get(matcher.group(2))).map(unit -> unit.multipliedBy(count));
    }

    private void pause(Duration length, TargetErrors errors) {
        try {
            time.sleep(length);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw errors.notNow("interrupted while nodes may still remember an old password");
        }
    }
}
