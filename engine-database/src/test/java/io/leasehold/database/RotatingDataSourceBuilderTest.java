package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.Secret;
import io.leasehold.error.InvalidRequestException;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;

class RotatingDataSourceBuilderTest {

    private static final String URL = "jdbc:postgresql://127.0.0.1/shop";

    private final Secret secret = HandDrivenSecret.secret("me", "hunter2");

    @Test
    void whatIsMissingIsNamed() {
        assertRefused(RotatingDataSource.builder().url(URL), "path");
        assertRefused(RotatingDataSource.builder().url(URL).path("database/creds/app"), "path");
        assertRefused(RotatingDataSource.builder().secret(WithoutHikari.fixed(secret)), "url");
    }

    @Test
    void whatContradictsIsNamed() {
        assertRefused(
                RotatingDataSource.builder()
                        .secret(WithoutHikari.fixed(secret))
                        .path("database/creds/app")
                        .url(URL),
                "secret");
        assertRefused(
                RotatingDataSource.builder()
                        .secret(WithoutHikari.fixed(secret))
                        .url(URL)
                        .opener((user, password) -> DriverManager.getConnection(URL, user, password)),
                "url");
        assertRefused(
                RotatingDataSource.builder()
                        .secret(WithoutHikari.fixed(secret))
                        .url(URL)
                        .maxConnections(0),
                "maxConnections");
    }

    @Test
    void nothingShowsThePassword() {
        try (RotatingDataSource rotating = RotatingDataSource.builder()
                .secret(WithoutHikari.fixed(secret))
                .url(URL)
                .build()) {
            assertThat(rotating.toString()).isEqualTo("RotatingDataSource[database/creds/app]");
            assertThat(rotating.status().toString()).doesNotContain("hunter2");
        }
    }

    private static void assertRefused(RotatingDataSourceBuilder builder, String field) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith(field + ":");
    }
}
