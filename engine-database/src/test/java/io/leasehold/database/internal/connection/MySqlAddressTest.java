package io.leasehold.database.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MySqlAddressTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{{username}}:{{password}}@tcp(mysql.internal:3306)/orders | mysql.internal:3306 | orders",
                "{{username}}:{{password}}@tcp(DB.internal)/ | db.internal:3306 | ''",
                "{{username}}:{{password}}@tcp([2001:db8::1]:3307)/a | [2001:db8::1]:3307 | a",
                "{{username}}:{{password}}@/orders?parseTime=true&loc=UTC | localhost:3306 | orders",
                "@tcp(h)/a%20b | h:3306 | 'a b'",
                "mysql://{{username}}:{{password}}@h1:3306,h2/orders | h1:3306,h2:3306 | orders",
                "jdbc:mysql://h:3308/orders?useUnicode=true | h:3308 | orders",
                "jdbc:mariadb://h/orders | h:3306 | orders",
            })
    void formsOfTheGuidesAndDriversAreRead(String url, String hosts, String database) {
        MySqlAddress address = MySqlAddress.parse(url);

        assertThat(address.hosts()).isEqualTo(hosts);
        assertThat(address.database()).isEqualTo(database);
        assertThat(address.username()).isEmpty();
        assertThat(address.password()).isEmpty();
        assertThat(address.displayUrl()).isEqualTo(url);
    }

    @Test
    void literalLoginMayHoldSeparatorsAndIsNotShown() {
        MySqlAddress address = MySqlAddress.parse("admin:a:b@c/d@tcp(h:3306)/orders");

        assertThat(address.username()).contains("admin");
        assertThat(address.password().orElseThrow().reveal()).isEqualTo("a:b@c/d");
        assertThat(address.displayUrl()).isEqualTo("admin:*****@tcp(h:3306)/orders");
        assertThat(address.warnings()).singleElement().asString().contains("literal password");
        assertThat(address.toString()).isEqualTo("mysql://h:3306");
    }

    @Test
    void accountsBelongToTheServerWhateverTheDatabaseAndTheSpelling() {
        assertThat(MySqlAddress.parse("mysql://B:1,a:2/x").identity())
                .isEqualTo(MySqlAddress.parse("jdbc:mariadb://a:2,b:1/y").identity());
    }

    @ParameterizedTest
    @CsvSource({
        "tls=true, VERIFY_IDENTITY",
        "tls=skip-verify, REQUIRED",
        "tls=preferred, PREFERRED",
        "tls=false, DISABLED",
        "sslMode=VERIFY_CA, VERIFY_CA",
        "sslMode=verify-full, VERIFY_IDENTITY",
        "sslMode=trust, REQUIRED",
    })
    void encryptionIsReadInAllSpellings(String parameter, MySqlTls expected) {
        assertThat(MySqlAddress.parse("x:{{password}}@tcp(h)/d?" + parameter).tls())
                .contains(expected);
    }

    @Test
    void timeoutsAreDurationsOrMilliseconds() {
        assertThat(MySqlAddress.parse("tcp(h)/d?timeout=5s&readTimeout=1m").properties())
                .containsEntry("connectTimeout", "5000")
                .containsEntry("socketTimeout", "60000");
        assertThat(MySqlAddress.parse("jdbc:mysql://h/d?connectTimeout=700").properties())
                .containsEntry("connectTimeout", "700");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | cannot be empty",
                "u:p-geheim@unix(/run/mysqld.sock)/d | Unix-domain socket",
                "u:p-geheim@udp(h)/d | other than tcp",
                "u:p-geheim@h:3306/d | tcp(HOST:PORT)",
                "u:p-geheim@tcp(h:3306) | no / before the database",
                "u:p-geheim@tcp(h:99999)/d | 65535",
                "postgresql://u:p-geheim@h/d | no MySQL address",
                "u:x{{password}}@tcp(h)/d | stand for the whole",
                "tcp(h)/d?tls=my-config | tls_ca",
                "tcp(h)/d?timeout=soon | duration such as 5s",
                "tcp(h)/d?tls=true&sslMode=trust | given twice",
                "tcp(h)/d?conectTimeout=5 | connectTimeout",
            })
    void whatIsNotAnAddressIsRefusedWithoutItsPassword(String url, String problem) {
        assertThatThrownBy(() -> MySqlAddress.parse(url))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        error -> assertThat(error.field()).contains("connection_url"))
                .hasMessageContaining(problem)
                .hasMessageNotContaining("geheim");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "allowLoadLocalInfile=true",
                "allowMultiQueries=true",
                "autoDeserialize=true",
                "queryInterceptors=a.B",
                "socketFactory=a.B",
                "allowCleartextPasswords=true",
                "serverRSAPublicKeyFile=/etc/passwd",
                "sessionVariables=sql_mode=ANSI",
            })
    void parametersThatChangeTheApplicationAreRefused(String parameter) {
        assertThatThrownBy(() -> MySqlAddress.parse("jdbc:mysql://h/d?" + parameter))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("not accepted");
    }
}
