package io.leasehold.database;

import io.leasehold.database.oracle.RealOracle;
import io.leasehold.testkit.contract.TargetOutage;
import io.leasehold.testkit.contract.UserSession;
import io.leasehold.testkit.server.FaultyProxy;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The Oracle plugin keeps the contract of database plugins on Oracle Database Free itself, in a container. */
@Tag("docker")
class OracleDockerIT extends OracleContract {

    private static RealOracle server;

    private FaultyProxy proxy;

    @BeforeAll
    static void start() {
        server = RealOracle.start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private FaultyProxy proxy() {
        if (proxy == null) {
            proxy = FaultyProxy.to("127.0.0.1", server.port());
        }
        return proxy;
    }

    @Override
    public void release() {
        proxy().close();
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

    @Override
    public String pluginName() {
        return "oracle-database-plugin";
    }

    @Override
    public String connectionUrl() {
        return "{{username}}/{{password}}@//" + proxy().host() + ":" + proxy().port() + "/FREEPDB1";
    }

    @Override
    public String adminUser() {
        return RealOracle.ADMIN;
    }

    @Override
    public String adminPassword() {
        return server.password();
    }

    @Override
    public Optional<UserSession> login(String user, String password) {
        return UserSession.jdbc(() -> server.connect(user, password));
    }

    @Override
    public void createAccount(String name, String password) {
        server.execute(
                "CREATE USER " + name + " IDENTIFIED BY \"" + password + "\"", "GRANT CREATE SESSION TO " + name);
    }

    @Override
    public void removeAccount(String account) {
        server.execute("DROP USER " + account);
    }

    @Override
    public Set<String> accounts() {
        return server.users();
    }
}
