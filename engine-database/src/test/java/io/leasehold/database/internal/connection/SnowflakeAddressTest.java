package io.leasehold.database.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.SecretText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses of Snowflake; that the driver reads them so is in {@code SnowflakeIT}. */
class SnowflakeAddressTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{{username}}:{{password}}@acme-prod/ERP | snowflake://acme-prod.snowflakecomputing.com:443",
                "{{username}}:{{password}}@acme-prod/ERP/PUBLIC?warehouse=WH | snowflake://acme-prod.snowflakecomputing.com:443",
                "{{username}}:{{password}}@ACME.eu-west-1.snowflakecomputing.com:443/ERP"
                        + " | snowflake://acme.eu-west-1.snowflakecomputing.com:443",
                "acme.eu-west-1.snowflakecomputing.com/ERP | snowflake://acme.eu-west-1.snowflakecomputing.com:443",
                "acme.eu-west-1/ERP | snowflake://acme.eu-west-1.snowflakecomputing.com:443",
                "jdbc:snowflake://acme.snowflakecomputing.com/?db=ERP | snowflake://acme.snowflakecomputing.com:443",
                "u:p@127.0.0.1:8080/ERP?account=acme&protocol=http | snowflake://127.0.0.1:8080"
            })
    void allFormsHaveOneIdentity(String url, String identity) {
        SnowflakeAddress address = SnowflakeAddress.parse(url);

        assertThat(address.identity()).isEqualTo(identity);
        assertThat(address.properties()).containsEntry("db", "ERP");
    }

    @Test
    void partsGoToTheDriverByItsOwnNames() {
        SnowflakeAddress address = SnowflakeAddress.parse(
                "{{username}}:{{password}}@acme.eu-west-1/ERP/PUBLIC?warehouse=WH&role=LEASEHOLD&loginTimeout=20");

        assertThat(address.jdbcUrl()).isEqualTo("jdbc:snowflake://acme.eu-west-1.snowflakecomputing.com:443/");
        assertThat(address.properties())
                .containsOnly(
                        java.util.Map.entry("account", "acme"),
                        java.util.Map.entry("db", "ERP"),
                        java.util.Map.entry("schema", "PUBLIC"),
                        java.util.Map.entry("warehouse", "WH"),
                        java.util.Map.entry("role", "LEASEHOLD"),
                        java.util.Map.entry("loginTimeout", "20"));
        assertThat(address.username()).isEmpty();
        assertThat(address.password()).isEmpty();
        assertThat(address.warnings()).isEmpty();
    }

    @Test
    void aPasswordInTheStringIsReadAndNotShown() {
        SnowflakeAddress address = SnowflakeAddress.parse("scott:ti%40ger@acme/ERP");

        assertThat(address.username()).contains("scott");
        assertThat(address.password().map(SecretText::reveal)).contains("ti@ger");
        assertThat(address.displayUrl()).contains("*****").doesNotContain("ger");
        assertThat(address.jdbcUrl()).doesNotContain("scott").doesNotContain("ger");
        assertThat(address.warnings()).singleElement().asString().contains("literal password");
    }

    @Test
    void connectionsWithoutEncryptionAreWarnedOf() {
        for (String parameter : new String[] {"protocol=http", "ssl=off"}) {
            SnowflakeAddress address =
                    SnowflakeAddress.parse("{{username}}:{{password}}@127.0.0.1:80/ERP?account=a&" + parameter);

            assertThat(address.jdbcUrl()).isEqualTo("jdbc:snowflake://http://127.0.0.1:80/");
            assertThat(address.warnings()).singleElement().asString().contains("not encrypted");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | cannot be empty",
                "postgresql://u:p@h/d | is no Snowflake address",
                "jdbc:postgresql://h/d | is no Snowflake address",
                "{{username}}:{{password}}@/ERP | names no account",
                "{{username}}:{{password}}@acme:99999/ERP | port",
                "{{username}}:{{password}}@acme/ERP/PUBLIC/MORE | more than a database and a schema",
                "{{username}}:{{password}}@acme/ERP?authenticator=externalbrowser | is not accepted",
                "{{username}}:{{password}}@acme/ERP?protocol=ftp | protocol must be https or http",
                "x{{username}}:{{password}}@acme/ERP | whole user name",
                "{{username}}:{{password}}@{{username}}/ERP | whole user name"
            })
    void whatCannotBeReadIsRefused(String url, String problem) {
        assertThatThrownBy(() -> SnowflakeAddress.parse(url))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        error -> assertThat(error.field()).contains("connection_url"))
                .hasMessageContaining(problem);
    }
}
