package io.leasehold.database.internal.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordStatementTest {

    private static final String ACCOUNT = "'app'@'%'";

    @ParameterizedTest
    @CsvSource({
        "8.4.3, caching_sha2_password",
        "8.0.36, mysql_native_password",
        "5.7.44-log, sha256_password",
        "9.1.0, caching_sha2_password",
        "10.11.6-MariaDB, mysql_native_password",
        "5.5.5-10.2.44-MariaDB, ''",
        "11.8.2-MariaDB-log, mysql_native_password"
    })
    void thePluginOfTheAccountIsKept(String version, String plugin) {
        assertThat(of(version, plugin)).contains("ALTER USER 'app'@'%' IDENTIFIED BY 'new'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "parsec"})
    void mariaDbHasToBeToldWhatPluginIsKept(String plugin) {
        assertThat(of("11.8.2-MariaDB", plugin))
                .contains("ALTER USER 'app'@'%' IDENTIFIED VIA " + plugin + " USING PASSWORD('new')");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.6.51", "5.5.62-log", "5.5.5-10.1.48-MariaDB", "5.5.68-MariaDB"})
    void oldServersHaveAnotherStatement(String version) {
        assertThat(of(version, "mysql_native_password")).contains("SET PASSWORD FOR 'app'@'%' = PASSWORD('new')");
    }

    @ParameterizedTest
    @CsvSource({
        "8.4.3, auth_socket",
        "8.4.3, authentication_ldap_simple",
        "8.4.3, ed25519",
        "10.11.6-MariaDB, unix_socket",
        "10.11.6-MariaDB, caching_sha2_password",
        "10.11.6-MariaDB, pam"
    })
    void aPluginWithoutAPasswordOfTheServersHasNone(String version, String plugin) {
        assertThat(of(version, plugin)).isEmpty();
    }

    @Test
    void aVersionThatCannotBeReadIsTakenForANewOne() {
        assertThat(of("unknown", "caching_sha2_password")).contains("ALTER USER 'app'@'%' IDENTIFIED BY 'new'");
    }

    private static Optional<String> of(String version, String plugin) {
        return PasswordStatement.of(version, plugin, ACCOUNT, "'new'");
    }
}
