package io.leasehold.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.store.jdbc.MySqlDialect.ServerVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteDataSource;

class BuilderTest {

    private static JdbcStorage.Builder file() {
        return JdbcStorage.builder().sqliteFile(Path.of("never-made.db"));
    }

    @Test
    void settingsOutOfRangeAreRefusedByName() {
        assertRefused(file().timeout(Duration.ofMillis(99)), "timeout");
        assertRefused(file().timeout(Duration.ofMinutes(11)), "timeout");
        assertRefused(file().sqliteReaders(0), "sqliteReaders");
        assertRefused(file().schema("app"), "schema");
        assertRefused(JdbcStorage.builder(), "dataSource");
        assertRefused(file().dataSource(new SQLiteDataSource()), "dataSource");
        assertThat(Path.of("never-made.db")).doesNotExist();
    }

    @Test
    void namesOfTablesCannotCarrySql() {
        for (String prefix : List.of("", "1a", "a b", "a;DROP", "a\"", "A", "\u00e4", "a".repeat(31))) {
            assertRefused(file().tablePrefix(prefix), "tablePrefix");
        }
        for (String schema : List.of("", "1a", "a.b", "a;DROP", "a`", "a".repeat(64))) {
            assertRefused(
                    JdbcStorage.builder().dataSource(new SQLiteDataSource()).schema(schema), "schema");
        }
    }

    private static void assertRefused(JdbcStorage.Builder builder, String field) {
        assertThatThrownBy(builder::open)
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.field()).contains(field));
    }

    @Test
    void versionsAreReadAsEitherDriverReportsThem() {
        assertThat(ServerVersion.of("MySQL", "5.5.5-10.11.6-MariaDB-0+deb12u1"))
                .isEqualTo(new ServerVersion(true, 10, 11));
        assertThat(ServerVersion.of("MariaDB", "10.11.6-MariaDB-0+deb12u1")).isEqualTo(new ServerVersion(true, 10, 11));
        assertThat(ServerVersion.of("MySQL", "8.0.36")).isEqualTo(new ServerVersion(false, 8, 0));
        assertThat(ServerVersion.of("MySQL", "8.4.0-commercial")).isEqualTo(new ServerVersion(false, 8, 4));
    }

    @Test
    void skipLockedIsWhatDecidesAboutAVersion() {
        assertThat(ServerVersion.of("MySQL", "5.7.44").hasSkipLocked()).isFalse();
        assertThat(ServerVersion.of("MySQL", "8.0.1").hasSkipLocked()).isTrue();
        assertThat(ServerVersion.of("MariaDB", "10.5.23-MariaDB").hasSkipLocked())
                .isFalse();
        assertThat(ServerVersion.of("MariaDB", "10.6.0-MariaDB").hasSkipLocked())
                .isTrue();
        assertThat(ServerVersion.of("MariaDB", "11.4.2-MariaDB").hasSkipLocked())
                .isTrue();
    }
}
