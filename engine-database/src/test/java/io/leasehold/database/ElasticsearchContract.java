package io.leasehold.database;

import io.leasehold.database.elastic.ElasticUnderTest;
import io.leasehold.testkit.contract.DatabasePluginContract;
import io.leasehold.testkit.contract.TargetOutage;
import io.leasehold.testkit.contract.UserSession;
import io.leasehold.testkit.server.FaultyProxy;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The contract, for whichever server there is. */
abstract class ElasticsearchContract extends DatabasePluginContract {

    private FaultyProxy proxy;

    abstract ElasticUnderTest server();

    private FaultyProxy proxy() {
        if (proxy == null) {
            proxy = FaultyProxy.to(server().host(), server().port());
        }
        return proxy;
    }

    @Override
    public void release() {
        proxy().close();
    }

    @Override
    public String pluginName() {
        return "elasticsearch-database-plugin";
    }

    @Override
    public String connectionUrl() {
        return "http://" + proxy().host() + ":" + proxy().port();
    }

    @Override
    public String adminUser() {
        return server().adminUser();
    }

    @Override
    public String adminPassword() {
        return server().adminPassword();
    }

    @Override
    public List<String> creationStatements() {
        return List.of(
                "{\"elasticsearch_role_definition\":{\"cluster\":[\"monitor\"],\"indices\":[{\"names\":[\"app-*\"],"
                        + "\"privileges\":[\"read\"]}]}}");
    }

    @Override
    public List<String> failingStatements() {
        return List.of("{\"elasticsearch_role_definition\":{\"cluster\":[\"no_such_privilege\"]}}");
    }

    @Override
    public Optional<UserSession> login(String user, String password) {
        Session session = new Session(server(), user, password);
        return session.isOpen() ? Optional.of(session) : Optional.empty();
    }

    /** Each request logs in anew: that is all that there is of a session. */
    private record Session(ElasticUnderTest server, String user, String password) implements UserSession {

        @Override
        public boolean isOpen() {
            return server.canLogin(user, password);
        }

        @Override
        public void close() {}
    }

    @Override
    public void createAccount(String name, String password) {
        server().createUser(name, password, "viewer");
    }

    @Override
    public void removeAccount(String account) {
        server().deleteUser(account);
        server().deleteRole(account);
    }

    @Override
    public Set<String> accounts() {
        return server().users();
    }

    @Override
    public Optional<TargetOutage> outage() {
        return Optional.of(new TargetOutage() {
            @Override
            public void begin() {
                proxy().refuse();
            }

            @Override
            public void end() {
                proxy().pass();
            }
        });
    }
}
