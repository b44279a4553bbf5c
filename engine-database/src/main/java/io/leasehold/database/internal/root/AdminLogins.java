package io.leasehold.database.internal.root;

import io.leasehold.database.DatabaseConnection;
import io.leasehold.database.internal.config.ConnectionDefaults;
import io.leasehold.database.internal.config.Connections;
import io.leasehold.database.internal.config.OpenTargets;
import io.leasehold.database.spi.DatabaseTarget;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Works on targets while the administrator's password may be rotated, here or in another process. Between the change on the
 * server and its commit in the store nobody else knows the new password; a login that fails then is tried again with the
 * committed one. Thread-safe.
 */
public final class AdminLogins {

    /** A rotation takes a login and a few statements; one that takes longer has trouble of its own. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration POLL = Duration.ofMillis(50);

    private final Connections connections;
    private final OpenTargets open;
    private final RootRotations roots;
    private final TimeSource time;

    public AdminLogins(Connections connections, OpenTargets open, RootRotations roots, TimeSource time) {
        this.connections = connections;
        this.open = open;
        this.roots = roots;
        this.time = time;
    }

    /** Runs work on a target, and again when it had no effect because the login was changed. */
    public <T> T use(
            String connectionName, String targetId, DatabaseConnection settings, Function<DatabaseTarget, T> work) {
        if (ConnectionDefaults.isSelfManaged(settings)) {
            throw new InvalidRequestException(
                    "self_managed",
                    "connection \"" + connectionName + "\" has no administrator who could do that: its accounts change"
                            + " their own passwords, and nothing else");
        }
        DatabaseConnection used = settings;
        // Counted from the first failure: a pool may have waited long before it.
        long firstFailure = 0;
        for (int failures = 0; ; failures++) {
            try {
                return open.use(connectionName, targetId, used, work);
            } catch (TargetUnavailableException failure) {
                if (failure.effectPossible() || failure.answered()) {
                    throw failure;
                }
                firstFailure = failures == 0 ? time.nanoTime() : firstFailure;
                used = changed(connectionName, targetId, used, firstFailure).orElseThrow(() -> failure);
            }
        }
    }

    /** The settings, if their password is another one now, or becomes another one shortly. */
    private Optional<DatabaseConnection> changed(
            String connectionName, String targetId, DatabaseConnection used, long since) {
        while (true) {
            boolean underWay = roots.isUnderWay(connectionName);
            Optional<DatabaseConnection> now =
                    connections.fresh(connectionName).value().settings(targetId);
            boolean late = time.nanoTime() - since > PATIENCE.toNanos();
            if (now.isEmpty() || late || !password(now.get()).equals(password(used))) {
                return now.filter(settings -> !password(settings).equals(password(used)));
            }
            if (!underWay || !paused()) {
                return Optional.empty();
            }
        }
    }

    private boolean paused() {
        try {
            time.sleep(POLL);
            return true;
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String password(DatabaseConnection settings) {
        return ConnectionDefaults.orEmpty(settings.password());
    }
}
