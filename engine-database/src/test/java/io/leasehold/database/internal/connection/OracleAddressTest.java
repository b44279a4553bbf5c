package io.leasehold.database.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.SecretText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses of Oracle; that the driver reads them so is in {@code OracleDriverTest}. */
class OracleAddressTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{{username}}/{{password}}@DB.example.com:1521/ORCLPDB1 | oracle://db.example.com:1521/orclpdb1",
                "{{username}}/{{password}}@//db.example.com/orclpdb1 | oracle://db.example.com:1521/orclpdb1",
                "u/p@a,b:1600/orcl | oracle://a:1600,b:1600/orcl",
                "jdbc:oracle:thin:@tcps://db:2484/orcl:dedicated | oracle://db:2484/orcl",
                "jdbc:oracle:thin:@db:1521:ORCL | oracle://db:1521/orcl",
                "oracle://u:p@db/orcl | oracle://db:1521/orcl",
                "u/p@[::1]:1521/orcl | oracle://[::1]:1521/orcl",
                "u/p@(DESCRIPTION=(ADDRESS=(PROTOCOL=TCPS)(HOST=b)(PORT=1))(ADDRESS=(HOST=a)(PORT=2))"
                        + "(CONNECT_DATA=(SERVICE_NAME=Orcl))) | oracle://a:2,b:1/orcl"
            })
    void allFormsHaveOneIdentity(String url, String identity) {
        assertThat(OracleAddress.parse(url).identity()).isEqualTo(identity);
    }

    @Test
    void aPasswordInTheStringIsReadAndNotShown() {
        for (String url : new String[] {
            "scott/ti@g/er@//db/orcl",
            "jdbc:oracle:thin:scott/ti@g/er@db:1521:orcl",
            "oracle://scott:ti%40g%2Fer@db/orcl"
        }) {
            OracleAddress address = OracleAddress.parse(url);

            assertThat(address.username()).contains("scott");
            assertThat(address.password().map(SecretText::reveal)).contains("ti@g/er");
            assertThat(address.displayUrl()).contains("*****").doesNotContain("er@");
            assertThat(address.jdbcUrl()).doesNotContain("scott").doesNotContain("ti@");
            assertThat(address.warnings()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | cannot be empty",
                "db:1521/orcl | no @",
                "postgresql://u:p@h/d | is no Oracle address",
                "u/p@ALIAS | names no service",
                "u/p@db:1521 | names no service",
                "u/p@db:99999/orcl | port",
                "u/p@db/orcl?wallet_location=/etc | cannot be read",
                "u/p@(DESCRIPTION=(ADDRESS=(HOST=a)) | parentheses",
                "u/p@(DESCRIPTION=(ADDRESS=(HOST=a)(PORT=1))) | without HOST, or without SERVICE_NAME",
                "u/p@(DESCRIPTION=(ADDRESS=(PROTOCOL=BEQ)(HOST=a))(CONNECT_DATA=(SID=o))) | protocol other than TCP",
                "u/p@(DESCRIPTION=(IFILE=/etc/passwd)(CONNECT_DATA=(SID=o))) | keyword that is not accepted",
                "x{{username}}/{{password}}@db/orcl | whole user name",
                "u/p@db/{{username}} | whole user name"
            })
    void whatCannotBeReadIsRefused(String url, String problem) {
        assertThatThrownBy(() -> OracleAddress.parse(url))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        error -> assertThat(error.field()).contains("connection_url"))
                .hasMessageContaining(problem);
    }
}
