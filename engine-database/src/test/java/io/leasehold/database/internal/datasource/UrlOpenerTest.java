package io.leasehold.database.internal.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.InvalidRequestException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlOpenerTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db/shop?user=me&password=hunter2",
                "jdbc:postgresql://db/shop?sslmode=require&password=hunter2",
                "jdbc:postgresql://db/shop?PASSWORD=hunter2",
                "jdbc:mariadb://me:hunter2@db/shop",
                "jdbc:sqlserver://db;user=me;password=hunter2",
            })
    void credentialsInTheUrlAreRefusedWithoutBeingRepeated(String url) {
        assertThatThrownBy(() -> new UrlOpener(url, Map.of(), () -> 0))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("url:")
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db/shop",
                "jdbc:postgresql://one:5432,two:5432/shop?targetServerType=primary&sslmode=verify-full",
                "jdbc:postgresql:user",
            })
    void otherUrlsAreTaken(String url) {
        assertThat(new UrlOpener(url, Map.of("ApplicationName", "shop"), () -> 0))
                .isNotNull();
    }

    @Test
    void credentialsAmongThePropertiesAreRefused() {
        Map<String, String> properties = Map.of("Password", "hunter2");
        assertThatThrownBy(() -> new UrlOpener("jdbc:postgresql://db/shop", properties, () -> 0))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("'Password'")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void anUnknownDriverIsNamed() {
        assertThatThrownBy(() -> new UrlOpener("jdbc:nosuch://db", Map.of(), () -> 0))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("jdbc:nosuch://db");
    }
}
