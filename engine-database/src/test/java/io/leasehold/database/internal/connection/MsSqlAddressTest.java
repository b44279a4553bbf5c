package io.leasehold.database.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.SecretText;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of SQL Server, in the Go driver's form, ADO's, and that of JDBC. */
class MsSqlAddressTest {

    @Test
    void theGuidesUrlNamesADatabaseAfterThePort() {
        MsSqlAddress address = MsSqlAddress.parse("sqlserver://{{username}}:{{password}}@mssql.internal:1433/erp");

        assertThat(address.host()).isEqualTo("mssql.internal");
        assertThat(address.port()).contains("1433");
        assertThat(address.instance()).isEmpty();
        assertThat(address.database()).isEqualTo("erp");
        assertThat(address.username()).isEmpty();
        assertThat(address.password()).isEmpty();
        assertThat(address.identity()).isEqualTo("sqlserver://mssql.internal:1433");
        assertThat(address.warnings()).singleElement().asString().contains("taken for the database");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "sqlserver://u:p@H/SQLEXPRESS?database=erp | h | - | SQLEXPRESS | erp",
                "sqlserver://h/SQLEXPRESS | h | - | SQLEXPRESS | -",
                "sqlserver://h:1434/SQLEXPRESS?database=erp | h | 1434 | - | erp",
                "sqlserver://h?database=erp | h | 1433 | - | erp",
                "sqlserver://[::1]:1500?database=a%20b | [::1] | 1500 | - | a b",
                "server=h;user id=u;password=p;database=erp | h | 1433 | - | erp",
                "server=tcp:h,1434;Initial Catalog=erp;UID=u;PWD=p | h | 1434 | - | erp",
                "server=h\\SQLEXPRESS;database=erp | h | - | SQLEXPRESS | erp",
                "server=h;port=1434;user id={{username}};password={{password}} | h | 1434 | - | -",
                "Data Source=(local);database=\"a;b\" | localhost | 1433 | - | a;b",
                "jdbc:sqlserver://h:1434;databaseName=erp;user=u;password={p;}}x} | h | 1434 | - | erp",
                "jdbc:sqlserver://h\\SQLEXPRESS;databaseName={a}}b} | h | - | SQLEXPRESS | a}b",
                "jdbc:sqlserver://;serverName=h;portNumber=1434 | h | 1434 | - | -"
            })
    void allFormsMeanTheSame(String url, String host, String port, String instance, String database) {
        MsSqlAddress address = MsSqlAddress.parse(url);

        assertThat(address.host()).isEqualTo(host);
        assertThat(address.port().orElse(null)).isEqualTo(port);
        assertThat(address.instance().orElse(null)).isEqualTo(instance);
        assertThat(address.database()).isEqualTo(database == null ? "" : database);
    }

    @Test
    void aPasswordInTheStringIsReadAndNotShown() {
        for (String url : new String[] {
            "sqlserver://sa:s%3Bcret%40@h",
            "server=h;user id=sa;password='s;cret@'",
            "jdbc:sqlserver://h;user=sa;password={s;cret@}"
        }) {
            MsSqlAddress address = MsSqlAddress.parse(url);

            assertThat(address.username()).contains("sa");
            assertThat(address.password().map(SecretText::reveal)).contains("s;cret@");
            assertThat(address.displayUrl()).doesNotContain("cret").contains("*****");
            assertThat(address.warnings()).singleElement().asString().contains("{{password}}");
        }
    }

    @Test
    void parametersOfAllDriversBecomeTheDrivers() {
        assertThat(MsSqlAddress.parse(
                                "sqlserver://h?encrypt=disable&TrustServerCertificate=true&app+name=x&dial+timeout=5"
                                        .replace("+", "%20"))
                        .properties())
                .isEqualTo(Map.of(
                        "encrypt",
                        "false",
                        "trustServerCertificate",
                        "true",
                        "applicationName",
                        "x",
                        "loginTimeout",
                        "5"));
        assertThat(MsSqlAddress.parse("server=h;Encrypt=Strict;hostNameInCertificate=*.example.com;log=63")
                        .properties())
                .isEqualTo(Map.of("encrypt", "strict", "hostNameInCertificate", "*.example.com"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | cannot be empty",
                "mysql://h/x | is no SQL Server address",
                "sqlserver://h:99999 | port",
                "sqlserver://h?encrypt=maybe | encrypt",
                "sqlserver://h?socketFactoryClass=x | is not accepted",
                "sqlserver://h?integratedSecurity=true | is not accepted",
                "sqlserver://h?trustServerCertificat=true | trustServerCertificate",
                "sqlserver://h/a-b | instance",
                "sqlserver://h/ONE?instance=TWO | instance twice",
                "server=h,1;port=2 | port twice",
                "server=h;database='x | never closed",
                "server=h;database=x{{username}} | whole user name",
                "sqlserver://x{{username}}:{{password}}@h | whole user name"
            })
    void whatCannotBeReadIsRefused(String url, String problem) {
        assertThatThrownBy(() -> MsSqlAddress.parse(url))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        error -> assertThat(error.field()).contains("connection_url"))
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sqlserver://sa:sec@ret/x@h", "server=h;password=sec;ret=1", "sqlserver://sa:secret@h?secret=1"})
    void errorsDoNotQuoteWhatMayBeThePassword(String url) {
        assertThatThrownBy(() -> MsSqlAddress.parse(url))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageNotContaining("ret");
    }
}
