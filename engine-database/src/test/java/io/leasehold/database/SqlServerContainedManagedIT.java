package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.database.harness.ExclusiveRotationContract;
import io.leasehold.database.spi.AccountListing;
import io.leasehold.database.spi.ListedAccount;
import io.leasehold.testkit.contract.DatabasePluginContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The SQL Server plugin manages the passwords of users of a contained database as the contract says. */
class SqlServerContainedManagedIT extends ExclusiveRotationContract {

    private final SqlServerContainedContractIT database = new SqlServerContainedContractIT();

    @BeforeAll
    static void start() {
        SqlServerContractIT.start();
    }

    @AfterAll
    static void stop() {
        SqlServerContractIT.stop();
    }

    @Override
    protected DatabasePluginContract database() {
        return database;
    }

    @Override
    protected void createAdministrator(String name, String password) {
        database.createAccount(name, password);
    }

    @Override
    protected List<String> rotation() {
        return List.of("ALTER USER [{{username}}] WITH PASSWORD = '{{password}}'");
    }

    @Override
    protected List<String> failingRotation() {
        return List.of("ALTER USER [{{name}}] WITH PASSWROD = '{{password}}'");
    }

    @Override
    protected boolean somebodyWaits() {
        return SqlServerContractIT.standIn().somebodyWaits();
    }

    /** Users of logins are not listed: they are not the plugin's, and go with their logins. */
    @Test
    void usersWithPasswordsOfTheirOwnAreListed() {
        SqlServerContractIT.standIn().createLogin("somebody", "its-own-password");
        SqlServerContractIT.standIn().addUser("erp", "somebody");
        database.createAccount("listed", "its-own-password");
        List<String> listed = new ArrayList<>();
        try {
            ((AccountListing) target())
                    .accounts(Duration.ofSeconds(10), (ListedAccount each) -> listed.add(each.username()));

            assertThat(listed).contains("listed").doesNotContain("somebody");
        } finally {
            SqlServerContractIT.standIn().removeLogin("somebody");
            database.removeAccount("listed");
        }
    }

    @Test
    void aListOfNobodyIsEmpty() {
        database.accounts().forEach(database::removeAccount);
        List<ListedAccount> listed = new ArrayList<>();

        ((AccountListing) target()).accounts(Duration.ofSeconds(10), listed::add);

        assertThat(listed).isEmpty();
    }
}
