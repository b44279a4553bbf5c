package io.leasehold.database.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.InvalidRequestException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGProperty;

class PostgresAddressTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "postgresql://{{username}}:{{password}}@db.example.com:5432/mydb | db.example.com:5432 | mydb",
                "postgresql://{{username}}:{{password}}@db.internal:5432/myapp?sslmode=require | db.internal:5432 | myapp",
                "postgres://{{ username }}:{{ password }}@DB.Internal./myapp | db.internal:5432 | myapp",
                "POSTGRESQL://h/d | h:5432 | d",
                "postgresql://h1:1,h2,[::1]:3/d | h1:1,h2:5432,[::1]:3 | d",
                "postgresql://u:p%40ss@[2001:DB8::1]/my%20db%2Fx | [2001:db8::1]:5432 | my db/x",
                "postgresql:///d?host=h1,h2&port=7 | h1:7,h2:7 | d",
                "postgresql:///d | localhost:5432 | d",
                "postgresql://h/?dbname=d | h:5432 | d",
                "postgresql://h?dbname=d | h:5432 | d",
                "postgresql://joe@h | h:5432 | joe",
                "postgresql://{{username}}:{{password}}@h/ | h:5432 | admin",
                "jdbc:postgresql://h:7/d?user={{username}}&password={{password}} | h:7 | d",
                "jdbc:postgresql:d | localhost:5432 | d",
                "jdbc:postgresql:/ | localhost:5432 | admin",
                "jdbc:postgresql://h1:1,h2:2/d%26e | h1:1,h2:2 | d&e",
                "host=h port=7 dbname=d user={{username}} password={{ password }} | h:7 | d",
                "dbname = d  host\t=  'h' | h:5432 | d",
                "dbname='a b\\'c\\\\d' host=h | h:5432 | a b'c\\d",
                "host=::1 dbname=a\\ b | [::1]:5432 | a b",
                "host=h1,h2 port=1,2 dbname=d | h1:1,h2:2 | d",
            })
    void hostsAndDatabaseAreFound(String url, String hosts, String database) {
        PostgresAddress address = PostgresAddress.parse(url, "admin");

        assertThat(address.hosts()).isEqualTo(hosts);
        assertThat(address.database()).isEqualTo(database);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sslmode=require | sslmode=require",
                "sslmode=verify-full&sslrootcert=/etc/ca.pem&sslcert=c&sslkey=k | "
                        + "sslcert=c,sslkey=k,sslmode=verify-full,sslrootcert=/etc/ca.pem",
                "sslmode=require&sslrootcert=/etc/ca.pem | sslmode=verify-ca,sslrootcert=/etc/ca.pem",
                "connect_timeout=10&application_name=my+app | ApplicationName=my+app,connectTimeout=10",
                "application_name=a&fallback_application_name=b | ApplicationName=a",
                "fallback_application_name=b | ApplicationName=b",
                "target_session_attrs=read-write | targetServerType=primary",
                "target_session_attrs=prefer-standby&load_balance_hosts=random | "
                        + "loadBalanceHosts=true,targetServerType=preferSecondary",
                "search_path=a%2Cb&options=-c%20x%3D1 | currentSchema=a,b,options=-c x=1",
                "client_encoding=UTF8&keepalives=0&prepareThreshold=0 | prepareThreshold=0,tcpKeepAlive=false",
                "sslnegotiation=direct&channel_binding=require | channelBinding=require,sslNegotiation=direct",
                "connectTimeout=3&ApplicationName=x&tcpKeepAlive=true | ApplicationName=x,connectTimeout=3,tcpKeepAlive=true",
            })
    void parametersBecomeProperties(String query, String properties) {
        Map<String, String> found =
                PostgresAddress.parse("postgresql://h/d?" + query).properties();

        assertThat(found.toString()).isEqualTo("{" + properties.replaceAll(",(?=[A-Za-z]+=)", ", ") + "}");
        assertThat(found.keySet())
                .allSatisfy(
                        name -> assertThat(PGProperty.forName(name)).as(name).isNotNull());
    }

    @Test
    void spacesAreWrittenAsTheFormHasThem() {
        assertThat(PostgresAddress.parse("jdbc:postgresql://h/d?ApplicationName=my+app%2B")
                        .properties())
                .containsEntry("ApplicationName", "my app+");
        assertThat(PostgresAddress.parse("host=h dbname=d application_name='my app'")
                        .properties())
                .containsEntry("ApplicationName", "my app");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~ | cannot be empty",
                "mysql://h/d | is no PostgreSQL address: write postgresql://",
                "{{username}}:{{password}}@tcp(h:3306)/d | is no PostgreSQL address",
                "postgresql://h | names no database: add /DATABASE",
                "postgresql://{{username}}:{{password}}@h | names no database",
                "postgresql://h:0/d | the port of host 1 must be a number from 1 to 65535",
                "postgresql://h:1,g:x/d | the port of host 2 must be",
                "postgresql://h:65536/d | the port of host 1 must be",
                "postgresql://a b/d | host 1 is neither a host name nor an IP address",
                "postgresql://%2Fvar%2Frun/d | host 1 is a Unix-domain socket",
                "postgresql://[::1/d | host 1 is neither",
                "host=a,b,c port=1,2 dbname=d | 3 hosts but 2 ports are given",
                "postgresql://h/d%zz | the database holds a % that is not followed by two hexadecimal digits",
                "postgresql://h/d%4 | the database holds a %",
                "postgresql://h/d%00 | the database holds %00",
                "postgresql://h/%ff | the database is not percent-encoded UTF-8",
                "postgresql://h/d?sslmode | a parameter has no value",
                "postgresql://h/d?sslmode=require&sslmode=disable | parameter sslmode is given twice",
                "postgresql://h/d?connect_timeout=1&connectTimeout=2 | parameter connect_timeout is given twice",
                "postgresql://h/d?sslmode=yes | parameter sslmode has a value that is not accepted",
                "postgresql://h/d?sslrootcert=system | parameter sslrootcert has a value that is not accepted",
                "postgresql://h/d?connect_timeout=0 | parameter connect_timeout has a value",
                "postgresql://h/d?ssl_mode=require | parameter ssl_mode is not accepted; did you mean sslmode?",
                "postgresql://h/d?qqqqqqqqqqqqqqqqqqqqqqqqqqqqqq=1 | parameter qqqqqqqqqqqqqqqqqqqqqqqqqqqqqq is not accepted (accepted: ",
                "postgresql://h/d?client_encoding=LATIN1 | client_encoding must be UTF8",
                "postgresql://x{{username}}:{{password}}@h/d | {{username}} and {{password}} stand for the whole",
                "postgresql://{{password}}:{{username}}@h/d | {{username}} and {{password}} stand for the whole",
                "postgresql://{{host}}/d | {{username}} and {{password}} stand for the whole",
                "postgresql://h/{{username}} | {{username}} and {{password}} stand for the whole",
                "postgresql://h/d?application_name={{username}} | {{username}} and {{password}} stand for the whole",
                "host=h dbname | a keyword has no value",
                "host=h dbname='d | a value in single quotes is never closed",
            })
    void badAddressIsRefusedWithWhatToWrite(String url, String problem) {
        assertThatThrownBy(() -> PostgresAddress.parse(url))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.field()).contains("connection_url"))
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socketFactory", "socketFactoryArg", "sslfactory", "sslfactoryarg", "sslhostnameverifier",
                        "sslpasswordcallback",
                "authenticationPluginClassName", "loggerFile", "loggerLevel", "autosave", "xmlFactoryFactory",
                        "service",
                "connectExecutor", "classLoaderStrategy", "jaasApplicationName", "replication", "readOnly",
                        "localSocketAddress",
                "preferQueryMode", "stringtype", "assumeMinServerVersion", "logServerErrorDetail",
                        "allowEncodingChanges",
            })
    void propertyThatLoadsCodeOrChangesMeaningsIsRefused(String name) {
        assertThat(PGProperty.forName(name)).isNotNull();
        assertThatThrownBy(() -> PostgresAddress.parse("jdbc:postgresql://h/d?" + name + "=x"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("parameter " + name + " is not accepted");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "postgresql://bob:s%C3%A9cret%40x@h:5432/d?sslmode=require | s\u00e9cret@x | "
                        + "postgresql://bob:*****@h:5432/d?sslmode=require",
                "postgresql://bob:p@ss@h/d | p@ss | postgresql://bob:*****@h/d",
                "postgresql://bob:a:b@h/d | a:b | postgresql://bob:*****@h/d",
                "jdbc:postgresql://h/d?user=bob&password=x%26y | x&y | jdbc:postgresql://h/d?user=bob&password=*****",
                "host=h dbname=d user=bob password='it\\'s me' sslmode=require | it's me | "
                        + "host=h dbname=d user=bob password=***** sslmode=require",
            })
    void literalLoginIsReturnedAndMasked(String url, String password, String shown) {
        PostgresAddress address = PostgresAddress.parse(url);

        assertThat(address.username()).contains("bob");
        assertThat(address.password())
                .hasValueSatisfying(
                        secret -> assertThat(secret.matches(password)).isTrue());
        assertThat(address.displayUrl()).isEqualTo(shown);
        assertThat(address.warnings()).hasSize(1);
        assertThat(address.toString() + address.warnings() + address.identity()).doesNotContain(password);
    }

    @Test
    void passPhraseOfAKeyIsMasked() {
        PostgresAddress address = PostgresAddress.parse("postgresql://h/d?sslpassword=geheim&sslkey=k");

        assertThat(address.displayUrl()).isEqualTo("postgresql://h/d?sslpassword=*****&sslkey=k");
        assertThat(address.properties()).containsEntry("sslpassword", "geheim");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://bob:geheim/x@h/d",
                "postgresql://bob:geheim?x@h/d",
                "postgresql://bob:geheim",
                "postgresql://bob:%geheim@h/d",
                "postgresql://bob:geheim{{@h/d",
                "postgresql://h/d?password=x&geheim=y",
                "postgresql://h/d?password=a&password=geheim",
                "jdbc:postgresql://h/d?password=x&geheim",
                "host=h dbname=d password=x geheim",
                "host=h dbname=d password=x geheim=y",
                "host=h dbname=d password='geheim",
                "mysql://bob:geheim@h/d",
                "bob:geheim@h",
                "postgresql://bob:geheim@h/d?sslmode=geheim",
            })
    void misplacedPasswordIsInNoMessage(String url) {
        assertThatThrownBy(() -> PostgresAddress.parse(url))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageNotContaining("geheim")
                .hasNoCause();
    }

    @Test
    void placeholdersAreNoLogin() {
        PostgresAddress address = PostgresAddress.parse("postgresql://{{username}}:{{password}}@h/d");

        assertThat(address.username()).isEmpty();
        assertThat(address.password()).isEmpty();
        assertThat(address.warnings()).isEmpty();
        assertThat(address.displayUrl()).isEqualTo("postgresql://{{username}}:{{password}}@h/d");
    }

    @Test
    void identityIsTheSameForEverySpelling() {
        assertThat(PostgresAddress.parse(
                                "postgresql://{{username}}:{{password}}@B.example.,a.example:5433/My%20Db?sslmode=require")
                        .identity())
                .isEqualTo("postgresql://a.example:5433,b.example:5432/My%20Db")
                .isEqualTo(PostgresAddress.parse("jdbc:postgresql://a.example:5433,b.example/My%20Db")
                        .identity())
                .isEqualTo(PostgresAddress.parse(
                                "host=a.example,b.example port=5433,5432 dbname='My Db' user=bob password=x")
                        .identity())
                .isNotEqualTo(PostgresAddress.parse("jdbc:postgresql://a.example:5433,b.example/my%20db")
                        .identity());
    }
}
