package io.leasehold.database;

import io.leasehold.database.mssql.SqlServerUnderTest;
import io.leasehold.testkit.contract.DatabasePluginContract;
import io.leasehold.testkit.contract.TargetOutage;
import io.leasehold.testkit.contract.UserSession;
import io.leasehold.testkit.server.FaultyProxy;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The contract, for whichever server there is. */
abstract class SqlServerContract extends DatabasePluginContract {

    abstract SqlServerUnderTest server();

    private FaultyProxy proxy;

    private FaultyProxy proxy() {
        if (proxy == null) {
            proxy = FaultyProxy.to("127.0.0.1", server().port());
        }
        return proxy;
    }

    @Override
    public void release() {
        proxy().close();
    }

    @Override
    public String pluginName() {
        return "mssql-database-plugin";
    }

    @Override
    public String connectionUrl() {
        return "sqlserver://{{username}}:{{password}}@" + proxy().host() + ":" + proxy().port() + "/erp?"
                + server().parameters();
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
        return List.of("CREATE LOGIN [{{name}}] WITH PASSWORD = '{{password}}';"
                + " USE erp; CREATE USER [{{name}}] FOR LOGIN [{{name}}]; GRANT SELECT TO [{{name}}];");
    }

    @Override
    public List<String> failingStatements() {
        return List.of(
                "CREATE LOGIN [{{name}}] WITH PASSWORD = '{{password}}'",
                "GRANT SELECT ON no_such_table TO [{{name}}]");
    }

    @Override
    public Optional<UserSession> login(String user, String password) {
        return UserSession.jdbc(() -> server().connect(user, password));
    }

    @Override
    public void createAccount(String name, String password) {
        server().createLogin(name, password);
    }

    @Override
    public void removeAccount(String account) {
        server().removeLogin(account);
    }

    @Override
    public Set<String> accounts() {
        return server().logins();
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
