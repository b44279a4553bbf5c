package io.leasehold.database;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import io.leasehold.testkit.contract.DatabasePluginContract;
import io.leasehold.testkit.contract.TargetOutage;
import io.leasehold.testkit.contract.UserSession;
import io.leasehold.testkit.server.CassandraServer;
import io.leasehold.testkit.server.FaultyProxy;
import io.leasehold.testkit.server.SharedServers;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The Cassandra plugin keeps the contract of database plugins. */
class CassandraContractIT extends DatabasePluginContract {

    private final CassandraServer server = SharedServers.cassandra();
    private final FaultyProxy proxy = FaultyProxy.to(server.host(), server.port());

    @Override
    public void release() {
        proxy.close();
    }

    @Override
    public String pluginName() {
        return "cassandra-database-plugin";
    }

    @Override
    public String connectionUrl() {
        return proxy.host() + ":" + proxy.port();
    }

    @Override
    public String adminUser() {
        return server.adminUser();
    }

    @Override
    public String adminPassword() {
        return server.adminPassword();
    }

    @Override
    public List<String> creationStatements() {
        return List.of("CREATE USER '{{username}}' WITH PASSWORD '{{password}}' NOSUPERUSER;"
                + " GRANT SELECT ON KEYSPACE system_auth TO {{username}};");
    }

    @Override
    public List<String> failingStatements() {
        return List.of(
                "CREATE USER '{{username}}' WITH PASSWORD '{{password}}' NOSUPERUSER",
                "GRANT SELECT ON KEYSPACE no_such_keyspace TO \"{{username}}\"");
    }

    @Override
    public boolean hasDefaultStatements() {
        return true;
    }

    @Override
    public Optional<UserSession> login(String user, String password) {
        try {
            return Optional.of(Session.of(server.connect(user, password)));
        } catch (AllNodesFailedException failed) {
            boolean refused = failed.getAllErrors().values().stream()
                    .flatMap(List::stream)
                    .anyMatch(AuthenticationException.class::isInstance);
            if (refused) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    /**
     * A session.
     *
     * @param mayRead whether its role had rights when it began
     */
    private record Session(CqlSession session, boolean mayRead) implements UserSession {

        static Session of(CqlSession session) {
            return new Session(session, reads(session));
        }

        /** The server lets the connection stand, and takes the rights away. */
        @Override
        public boolean isOpen() {
            return reads(session) || !mayRead;
        }

        private static boolean reads(CqlSession session) {
            try {
                session.execute("SELECT role FROM system_auth.roles");
                return true;
            } catch (UnauthorizedException refused) {
                return false;
            }
        }

        @Override
        public void close() {
            session.close();
        }
    }

    @Override
    public void createAccount(String name, String password) {
        server.execute(
                "CREATE ROLE \"" + name + "\" WITH PASSWORD = '" + password.replace("'", "''") + "' AND LOGIN = true");
    }

    @Override
    public void removeAccount(String account) {
        server.execute("DROP ROLE IF EXISTS \"" + account + "\"");
    }

    @Override
    public Set<String> accounts() {
        return server.roles();
    }

    @Override
    public Optional<TargetOutage> outage() {
        return Optional.of(new TargetOutage() {
            @Override
            public void begin() {
                proxy.refuse();
            }

            @Override
            public void end() {
                proxy.pass();
            }
        });
    }
}
