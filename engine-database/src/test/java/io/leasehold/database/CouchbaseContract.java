package io.leasehold.database;

import io.leasehold.database.couchbase.CouchbaseUnderTest;
import io.leasehold.testkit.contract.DatabasePluginContract;
import io.leasehold.testkit.contract.TargetOutage;
import io.leasehold.testkit.contract.UserSession;
import io.leasehold.testkit.server.FaultyProxy;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The contract, for whichever server there is. */
abstract class CouchbaseContract extends DatabasePluginContract {

    private FaultyProxy proxy;

    abstract CouchbaseUnderTest server();

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
        return "couchbase-database-plugin";
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
        return List.of("{\"roles\":[{\"role\":\"ro_admin\"}]}");
    }

    @Override
    public List<String> failingStatements() {
        return List.of("{\"roles\":[{\"role\":\"ro_admin\"},{\"role\":\"no_such_role\"}]}");
    }

    @Override
    public boolean hasDefaultStatements() {
        return true;
    }

    @Override
    public Optional<UserSession> login(String user, String password) {
        Session session = new Session(server(), user, password);
        return session.isOpen() ? Optional.of(session) : Optional.empty();
    }

    /** Each request logs in anew: that is all that there is of a session. */
    private record Session(CouchbaseUnderTest server, String user, String password) implements UserSession {

        @Override
        public boolean isOpen() {
            return server.canLogin(user, password);
        }

        @Override
        public void close() {}
    }

    @Override
    public void createAccount(String name, String password) {
        server().createUser(name, password, "ro_admin");
    }

    @Override
    public void removeAccount(String account) {
        server().deleteUser(account);
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
