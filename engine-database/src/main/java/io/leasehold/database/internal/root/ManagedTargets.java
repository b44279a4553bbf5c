package io.leasehold.database.internal.root;

import io.leasehold.database.DatabaseConnection;
import io.leasehold.database.internal.config.ConnectionView;
import io.leasehold.database.internal.config.Connections;
import io.leasehold.database.internal.config.OpenTargets;
import io.leasehold.database.spi.DatabaseTarget;
import io.leasehold.database.spi.ManagedAccounts;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.spi.engine.Targets;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The targets whose accounts' passwords are managed. Thread-safe. */
public final class ManagedTargets {

    private final Connections connections;
    private final OpenTargets open;
    private final Targets limits;

    public ManagedTargets(Connections connections, OpenTargets open, Targets limits) {
        this.connections = connections;
        this.open = open;
        this.limits = limits;
    }

    /** Works as the administrator on the target that a connection leads to now, under its limit and breaker. */
    public <T> T use(String connectionName, AdminLogins logins, Function<ManagedAccounts, T> work) {
        return call(
                connectionName,
                (target, settings) ->
                        logins.use(connectionName, target, settings, found -> work.apply(managed(found))));
    }

    /** Runs work that takes the id and the settings of the target that a connection leads to now, under its limit and breaker. */
    public <T> T call(String connectionName, BiFunction<String, DatabaseConnection, T> work) {
        ConnectionView connection =
                connections.find(connectionName).orElseThrow(() -> Connections.notFound(connectionName));
        String target = connection.entry().value().currentTarget();
        DatabaseConnection settings = connection
                .current()
                .orElseThrow(() -> Connections.notFound(connectionName))
                .connection();
        return limits.call(target, () -> work.apply(target, settings));
    }

    /**
     * Works on a target that may be reached with a login that is not stored yet, past its breaker: what is done here may be
     * what closes it again.
     */
    <T> T useAnyhow(
            String connectionName, String target, DatabaseConnection settings, Function<ManagedAccounts, T> work) {
        return open.use(connectionName, target, settings, found -> work.apply(managed(found)));
    }

    /** A connection as new passwords are made for it. */
    public DatabaseConnection connection(String connectionName) {
        return find(connectionName).orElseThrow(() -> Connections.notFound(connectionName));
    }

    /** The settings of a connection; empty when it is not there. */
    public Optional<DatabaseConnection> find(String connectionName) {
        return connections
                .find(connectionName)
                .flatMap(ConnectionView::current)
                .map(ConnectionView.Current::connection);
    }

    /** Has a target tried at once although it did not answer before. */
    public void retry(String target) {
        limits.retry(target);
    }

    private static ManagedAccounts managed(DatabaseTarget target) {
        if (target instanceof ManagedAccounts accounts) {
            return accounts;
        }
        throw new InvalidRequestException("db_name", "the connection's plugin does not rotate passwords");
    }
}
