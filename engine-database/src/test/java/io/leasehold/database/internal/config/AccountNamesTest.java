package io.leasehold.database.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.database.spi.DatabasePlugin;
import io.leasehold.spi.name.NameSign;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How every product names users when the connection does not say. */
class AccountNamesTest {

    private static final NameSign SIGN = new NameSign("store-1", "database", "app");
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Old MySQL keeps 16 characters, which have no room for a check. */
    private static final int TOO_SHORT_FOR_A_SIGN = 16;

    static Stream<DatabasePlugin> plugins() {
        return ServiceLoader.load(DatabasePlugin.class).stream().map(ServiceLoader.Provider::get);
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void theDefaultOfEveryProductFitsAndIsSigned(DatabasePlugin plugin) {
        int maxBytes = plugin.usernames().maxBytes();
        AccountNames names = AccountNames.of("", plugin.usernames());

        for (int i = 0; i < 50; i++) {
            String name = names.next(SIGN, "display.name".repeat(i % 3), "role-".repeat(i % 30), NOW, RANDOM);

            assertThat(name).hasSizeLessThanOrEqualTo(maxBytes).matches("[A-Za-z0-9_.-]{16,}");
            assertThat(SIGN.isIn(name)).as(name).isEqualTo(maxBytes > TOO_SHORT_FOR_A_SIGN);
        }
    }
}
