package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.database.harness.ExclusiveRotationContract;
import io.leasehold.database.mssql.SqlServerUnderTest;
import io.leasehold.database.mssql.StandInSqlServer;
import io.leasehold.database.spi.AccountListing;
import io.leasehold.database.spi.ListedAccount;
import io.leasehold.database.spi.ServerCapacity;
import io.leasehold.testkit.contract.DatabasePluginContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The SQL Server plugin manages passwords as the contract says, with the stand-in as its server. */
class SqlServerManagedIT extends ExclusiveRotationContract {

    private static StandInSqlServer server;

    private final DatabasePluginContract database = new SqlServerContract() {
        @Override
        SqlServerUnderTest server() {
            return server;
        }
    };

    @BeforeAll
    static void start() {
        server = StandInSqlServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    protected DatabasePluginContract database() {
        return database;
    }

    @Override
    protected void createAdministrator(String name, String password) {
        server.createLogin(name, password, "ALTER ANY LOGIN", "ALTER ANY USER");
        server.addUser("erp", name);
    }

    @Override
    protected List<String> rotation() {
        return List.of("ALTER LOGIN [{{username}}] WITH PASSWORD = '{{password}}'");
    }

    @Override
    protected List<String> failingRotation() {
        return List.of("ALTER LOGIN [{{name}}] WITH PASSWROD = '{{password}}'");
    }

    @Override
    protected boolean somebodyWaits() {
        return server.somebodyWaits();
    }

    @Test
    void loginsAreListedAndConnectionsCounted() {
        List<ListedAccount> listed = new ArrayList<>();

        ((AccountListing) target()).accounts(Duration.ofSeconds(10), listed::add);

        assertThat(listed)
                .extracting(ListedAccount::username)
                .containsExactlyInAnyOrderElementsOf(database().accounts());
        assertThat(((ServerCapacity) target()).maxConnections()).hasValue(32767);
    }
}
