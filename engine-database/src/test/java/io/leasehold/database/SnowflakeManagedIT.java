package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.database.harness.StatementRotationContract;
import io.leasehold.database.snowflake.StandInSnowflake;
import io.leasehold.database.spi.AccountListing;
import io.leasehold.database.spi.ListedAccount;
import io.leasehold.database.spi.ServerCapacity;
import io.leasehold.testkit.contract.DatabasePluginContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Snowflake plugin manages passwords as the contract says, with the stand-in as its service. */
class SnowflakeManagedIT extends StatementRotationContract {

    private final DatabasePluginContract database = new SnowflakeContractIT() {
        /** As the contract writes them: the service folds what stands without quotes to capitals. */
        @Override
        public Set<String> accounts() {
            return super.accounts().stream()
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .collect(Collectors.toSet());
        }
    };

    @BeforeAll
    static void start() {
        SnowflakeContractIT.start();
    }

    @AfterAll
    static void stop() {
        SnowflakeContractIT.stop();
    }

    @Override
    protected DatabasePluginContract database() {
        return database;
    }

    @Override
    protected void createAdministrator(String name, String password) {
        service().createUser(name.toUpperCase(Locale.ROOT), Map.of("PASSWORD", password));
    }

    @Override
    protected List<String> rotation() {
        return List.of("ALTER USER {{username}} SET PASSWORD = '{{password}}'");
    }

    @Override
    protected List<String> failingRotation() {
        return List.of("ALTER USER {{name}} SETT PASSWORD = '{{password}}'");
    }

    @Test
    void usersAreListedPageByPageAndThereIsNoLimitOfConnections() {
        for (int i = 0; i < 10_001; i++) {
            service().createUser("LISTED_" + i, Map.of());
        }
        List<ListedAccount> listed = new ArrayList<>();
        try {
            ((AccountListing) target()).accounts(Duration.ofSeconds(30), listed::add);

            assertThat(listed)
                    .extracting(ListedAccount::username)
                    .containsExactlyInAnyOrderElementsOf(service().users());
        } finally {
            for (int i = 0; i < 10_001; i++) {
                service().dropUser("LISTED_" + i);
            }
        }
        assertThat(((ServerCapacity) target()).maxConnections()).isEmpty();
    }

    /** The one that the name means: as it is written, if there is such a user, and not the one in capitals. */
    @Test
    void aNameInQuotesIsItsOwnUser() {
        service().createUser("quoted_user", Map.of("PASSWORD", "quoted-old"));
        service().createUser("QUOTED_USER", Map.of("PASSWORD", "capitals-old"));
        try {
            set("quoted_user", "a-new-password");

            assertThat(service().exactly("quoted_user").get("PASSWORD")).isEqualTo("a-new-password");
            assertThat(service().exactly("QUOTED_USER").get("PASSWORD")).isEqualTo("capitals-old");
        } finally {
            service().dropUser("quoted_user");
        }
    }

    private static StandInSnowflake service() {
        return SnowflakeContractIT.service();
    }
}
