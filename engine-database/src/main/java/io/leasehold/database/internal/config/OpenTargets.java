package io.leasehold.database.internal.config;

import io.leasehold.database.DatabaseConnection;
import io.leasehold.database.spi.ConnectionSettings;
import io.leasehold.database.spi.DatabaseTarget;
import io.leasehold.database.spi.TargetIdentity;
import io.leasehold.error.ClosedException;
import io.leasehold.spi.engine.Targets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The targets that are open in this process. A target is opened at its first use and opened anew when its settings changed,
 * here or in another process; opening does no I/O, so none waits for another. Thread-safe.
 */
public final class OpenTargets implements AutoCloseable {

    private final Plugins plugins;
    private final Targets limits;
    private final String applicationName;
    private final Map<String, OpenTarget> open = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public OpenTargets(Plugins plugins, Targets limits, String applicationName) {
        this.plugins = plugins;
        this.limits = limits;
        this.applicationName = applicationName;
    }

    /** Opens a target that is not to be kept, to try settings out. */
    public DatabaseTarget candidate(String connectionName, String targetId, DatabaseConnection settings) {
        return plugins.named(ConnectionDefaults.pluginName(settings))
                .open(
                        ConnectionDefaults.settings(settings),
                        new TargetIdentity(targetId, connectionName, applicationName));
    }

    /** Runs work on a target as its settings say now. */
    public <T> T use(
            String connectionName, String targetId, DatabaseConnection settings, Function<DatabaseTarget, T> work) {
        OpenTarget entered = enter(connectionName, targetId, settings);
        try {
            return work.apply(entered.target());
        } finally {
            entered.leave();
        }
    }

    /** Closes a target; the next use opens it anew. */
    public void reset(String targetId) {
        OpenTarget removed = open.remove(targetId);
        if (removed != null) {
            removed.retire();
        }
    }

    private OpenTarget enter(String connectionName, String targetId, DatabaseConnection settings) {
        while (true) {
            if (closed) {
                throw new ClosedException("the database engine");
            }
            OpenTarget present = open.get(targetId);
            if (present == null || !present.isFor(settings)) {
                present = replace(connectionName, targetId, settings);
            }
            if (present.enter()) {
                return present;
            }
            open.remove(targetId, present);
        }
    }

    private OpenTarget replace(String connectionName, String targetId, DatabaseConnection settings) {
        return open.compute(targetId, (id, present) -> {
            if (present != null && present.isFor(settings)) {
                return present;
            }
            ConnectionSettings complete = ConnectionDefaults.settings(settings);
            limits.limit(id, complete.maxOpen());
            OpenTarget opened = new OpenTarget(settings, candidate(connectionName, id, settings));
            if (present != null) {
                present.retire();
            }
            return opened;
        });
    }

    @Override
    public void close() {
        closed = true;
        for (String targetId : open.keySet()) {
            reset(targetId);
        }
    }
}
