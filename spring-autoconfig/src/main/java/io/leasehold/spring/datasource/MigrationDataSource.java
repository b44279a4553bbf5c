package io.leasehold.spring.datasource;

import io.leasehold.RotatingSecret;
import io.leasehold.RotationOptions;
import io.leasehold.SecretBroker;
import io.leasehold.database.DatabaseCredentials;
import io.leasehold.error.LeaseholdException;
import io.leasehold.spring.LeaseholdStartException;
import io.leasehold.spring.StartPatience;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Connections of a migration, on a credential of their own: taken with the first connection, renewed while it is needed, revoked when
 * the migration has ended and the last connection was closed. Whoever connects later, such as an endpoint that looks at the migrations,
 * gets a fresh credential for that time. Thread-safe.
 */
final class MigrationDataSource implements DataSource, AutoCloseable {

    private static final org.slf4j.Logger log = LoggerFactory.getLogger(MigrationDataSource.class);

    private static final String PROPERTY = "leasehold.datasource.default.migration";

    private final SecretBroker broker;
    private final StartPatience patience;
    private final String path;
    private final String url;
    private final List<AutoCloseable> holds = new ArrayList<>();
    private @Nullable RotatingSecret secret;
    private int open;
    private boolean migrating = true;
    private boolean closed;

    MigrationDataSource(SecretBroker broker, StartPatience patience, String path, String url) {
        this.broker = broker;
        this.patience = patience;
        this.path = path;
        this.url = url;
    }

    @Override
    public Connection getConnection() throws SQLException {
        DatabaseCredentials login = enter();
        try {
            Connection connection = DriverManager.getConnection(url, login.username(), login.password());
            return CountedConnection.of(connection, this::leave);
        } catch (SQLException | RuntimeException | Error e) {
            leave();
            throw e;
        }
    }

    private synchronized DatabaseCredentials enter() throws SQLException {
        if (closed) {
            throw new SQLException("the data source of the migration is closed", "08003");
        }
        RotatingSecret current = secret;
        if (current == null) {
            try {
                current = patience.await(path, () -> broker.rotating(path, Map.of(), RotationOptions.DEFAULT));
            } catch (LeaseholdException e) {
                // A failed start tells the property by this cause.
                throw new SQLException(
                        "no credential for the migration: " + e.getMessage(),
                        "28000",
                        LeaseholdStartException.of(PROPERTY, e));
            }
            // A migration that is longer than its credential can be renewed goes on with the old one as long as it
            // lasts.
            current.subscribe(rotation -> keep(rotation.hold()));
            secret = current;
        }
        DatabaseCredentials login = current.current().as(DatabaseCredentials.class);
        open++;
        return login;
    }

    private synchronized void keep(AutoCloseable hold) {
        holds.add(hold);
    }

    private void leave() {
        end(true);
    }

    /** The migration has ended: its credential goes when nothing is connected any more. */
    void migrated() {
        synchronized (this) {
            migrating = false;
        }
        end(false);
    }

    private void end(boolean oneLess) {
        RotatingSecret over = null;
        List<AutoCloseable> held = List.of();
        synchronized (this) {
            if (oneLess) {
                open--;
            }
            if (open == 0 && !migrating) {
                over = secret;
                secret = null;
                held = List.copyOf(holds);
                holds.clear();
            }
        }
        revoke(over, held);
    }

    private static void revoke(@Nullable RotatingSecret over, List<AutoCloseable> held) {
        for (AutoCloseable hold : held) {
            try {
                hold.close();
            } catch (Exception e) {
                log.warn("A former credential of the migration stays until its lease ends", e);
            }
        }
        if (over != null) {
            over.close();
        }
    }

    /** Also after a migration that failed. */
    @Override
    public void close() {
        RotatingSecret over;
        List<AutoCloseable> held;
        synchronized (this) {
            closed = true;
            migrating = false;
            over = secret;
            secret = null;
            held = List.copyOf(holds);
            holds.clear();
        }
        revoke(over, held);
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("user and password come from the broker");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("this library logs through SLF4J");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("not a wrapper for " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public String toString() {
        return "MigrationDataSource[" + path + "]";
    }
}
