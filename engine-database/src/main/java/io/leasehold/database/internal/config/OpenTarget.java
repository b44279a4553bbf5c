package io.leasehold.database.internal.config;

import io.leasehold.database.DatabaseConnection;
import io.leasehold.database.spi.DatabaseTarget;

/**
 * A target that is open in this process, closed when it was replaced and its last user has gone. Thread-safe.
 */
final class OpenTarget {

    private final DatabaseConnection settings;
    private final DatabaseTarget target;

    /** Guarded by this. */
    private int users;

    /** Guarded by this. */
    private boolean retired;

    OpenTarget(DatabaseConnection settings, DatabaseTarget target) {
        this.settings = settings;
        this.target = target;
    }

    DatabaseTarget target() {
        return target;
    }

    /** Whether it was opened by these settings, as far as they matter to it. */
    boolean isFor(DatabaseConnection other) {
        return sameLogin(other);
    }

    private boolean sameLogin(DatabaseConnection other) {
        return ConnectionDefaults.orEmpty(settings.pluginName()).equals(ConnectionDefaults.orEmpty(other.pluginName()))
                && ConnectionDefaults.orEmpty(settings.connectionUrl())
                        .equals(ConnectionDefaults.orEmpty(other.connectionUrl()))
                && ConnectionDefaults.orEmpty(settings.username()).equals(ConnectionDefaults.orEmpty(other.username()))
                && ConnectionDefaults.orEmpty(settings.password()).equals(ConnectionDefaults.orEmpty(other.password()))
                && ConnectionDefaults.isSelfManaged(settings) == ConnectionDefaults.isSelfManaged(other)
                && java.util.Objects.equals(settings.maxOpenConnections(), other.maxOpenConnections())
                && java.util.Objects.equals(settings.maxIdleConnections(), other.maxIdleConnections())
                && java.util.Objects.equals(settings.maxConnectionLifetime(), other.maxConnectionLifetime())
                && ConnectionDefaults.pluginFields(settings).equals(ConnectionDefaults.pluginFields(other));
    }

    /** Takes it into use; false when it is retired. */
    synchronized boolean enter() {
        if (retired) {
            return false;
        }
        users++;
        return true;
    }

    /** Ends a use. */
    void leave() {
        boolean last;
        synchronized (this) {
            users--;
            last = retired && users == 0;
        }
        if (last) {
            target.close();
        }
    }

    /** Closes it, at once or when its last user leaves. */
    void retire() {
        boolean idle;
        synchronized (this) {
            idle = !retired && users == 0;
            retired = true;
        }
        if (idle) {
            target.close();
        }
    }
}
