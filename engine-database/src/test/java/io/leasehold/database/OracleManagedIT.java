package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.database.harness.ManagedAccountsContract;
import io.leasehold.database.oracle.StandInOracle;
import io.leasehold.database.spi.AccountListing;
import io.leasehold.database.spi.ServerCapacity;
import io.leasehold.testkit.contract.DatabasePluginContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The Oracle plugin manages passwords as the contract says, with the stand-in in place of Oracle's driver. */
class OracleManagedIT extends ManagedAccountsContract {

    private final DatabasePluginContract database = new OracleContractIT() {
        /** As the contract writes them: the server folds what stands without quotes to capitals. */
        @Override
        public Set<String> accounts() {
            return super.accounts().stream()
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .collect(Collectors.toSet());
        }
    };

    @Override
    protected DatabasePluginContract database() {
        return database;
    }

    @Override
    protected void createAdministrator(String name, String password) {
        StandInOracle.INSTANCE.createUser(
                name.toUpperCase(Locale.ROOT), password, "CREATE USER", "ALTER USER", "DROP USER");
    }

    /** No password of Oracle holds a double quote. */
    @Override
    protected List<String> hostilePasswords() {
        return super.hostilePasswords().stream()
                .filter(password -> password.indexOf('"') < 0)
                .toList();
    }

    @Override
    protected List<String> rotation() {
        return List.of("ALTER USER {{username}} IDENTIFIED BY \"{{password}}\"");
    }

    @Override
    protected List<String> failingRotation() {
        return List.of("ALTER USER {{name}} IDENTIFIEDD BY '{{password}}'");
    }

    @Test
    void usersAreListedAndConnectionsCounted() {
        List<String> listed = new ArrayList<>();

        ((AccountListing) target()).accounts(Duration.ofSeconds(10), each -> listed.add(each.username()));

        assertThat(listed).containsExactlyInAnyOrderElementsOf(StandInOracle.INSTANCE.users());
        assertThat(((ServerCapacity) target()).maxConnections()).hasValue(472);
    }
}
