package io.leasehold.database.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MongoAddressTest {

    private static final String GUIDE =
            "mongodb://{{username}}:{{password}}@mongo1.internal:27017,mongo2.internal:27017,mongo3.internal:27017/admin?replicaSet=rs0&ssl=true";

    @Test
    void theGuidesUrlIsRead() {
        MongoAddress address = MongoAddress.parse(GUIDE);

        assertThat(address.driverUrl())
                .isEqualTo(
                        "mongodb://mongo1.internal:27017,mongo2.internal:27017,mongo3.internal:27017/?replicaSet=rs0&tls=true");
        assertThat(address.identity())
                .isEqualTo("mongodb://mongo1.internal:27017,mongo2.internal:27017,mongo3.internal:27017/admin");
        assertThat(address.authDatabase()).isEqualTo("admin");
        assertThat(address.tls()).contains(true);
        assertThat(address.username()).isEmpty();
        assertThat(address.password()).isEmpty();
        assertThat(address.displayUrl()).isEqualTo(GUIDE);
        assertThat(address.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "mongodb://B.internal:1,a.internal/admin; mongodb://a.internal:27017,b.internal:1/admin",
                "mongodb://h; mongodb://h:27017/admin",
                "mongodb://h/sales; mongodb://h:27017/sales",
                "mongodb://h/sales?authSource=admin&retryWrites=true; mongodb://h:27017/admin",
                "mongodb://[::1]:7/?AUTHSOURCE=sales; mongodb://[::1]:7/sales",
                "mongodb+srv://Cluster0.example.net/?w=majority; mongodb+srv://cluster0.example.net/admin"
            })
    void identitiesHaveOneSpelling(String url, String identity) {
        assertThat(MongoAddress.parse(url).identity()).isEqualTo(identity);
    }

    @Test
    void aServiceNameIsEncryptedUnlessItSaysOtherwiseAndKeepsItsOptions() {
        MongoAddress address = MongoAddress.parse(
                "mongodb+srv://{{username}}:{{password}}@cluster0.example.net/?w=majority&appName=a b");

        assertThat(address.tls()).contains(true);
        assertThat(address.driverUrl()).isEqualTo("mongodb+srv://cluster0.example.net/?appName=a%20b&w=majority");
        assertThat(MongoAddress.parse("mongodb+srv://c.example.net/?tls=false").tls())
                .contains(false);
        assertThat(MongoAddress.parse("mongodb://h").tls()).isEmpty();
    }

    @Test
    void aLiteralLoginIsTakenMaskedAndWarnedOf() {
        MongoAddress address = MongoAddress.parse("mongodb://ad%40min:hid%2Fden@h:1/admin?authMechanism=SCRAM-SHA-1");

        assertThat(address.username()).contains("ad@min");
        assertThat(address.password().orElseThrow().matches("hid/den")).isTrue();
        assertThat(address.displayUrl()).isEqualTo("mongodb://ad%40min:*****@h:1/admin?authMechanism=SCRAM-SHA-1");
        assertThat(address.mechanism()).contains("SCRAM-SHA-1");
        assertThat(address.driverUrl()).isEqualTo("mongodb://h:1/?");
        assertThat(address.toString() + address.identity() + address.driverUrl())
                .doesNotContain("hid");
        assertThat(address.warnings()).singleElement().asString().contains("literal password");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''; cannot be empty",
                "http://h; is no MongoDB address",
                "mongodb://; names no host",
                "mongodb://admin:hidden@; names no host",
                "mongodb+srv://a,b; several hosts or a port",
                "mongodb+srv://a:27017; several hosts or a port",
                "mongodb://admin:hid@den/x@h; an @ stands after the hosts",
                "mongodb://admin:hidden@h:99999; port of host 1",
                "mongodb://admin:hidden@h/a.b; database name",
                "mongodb://h/?authSource=a.b; authSource",
                "mongodb://h/?replicaset; has no value",
                "mongodb://h/?tls=true&ssl=true; parameter tls is given twice",
                "mongodb://h/?tls=yes; parameter tls has a value that is not accepted",
                "mongodb://h/?authMechanism=PLAIN; authMechanism has a value",
                "mongodb://h/?maxPoolSize=5; use the field max_open_connections",
                "mongodb://h/?tlsCAFile=/etc/ca; use the field tls_ca",
                "mongodb://h/?replicaSets=rs0; replicaSet",
                "mongodb://h/?host=x; a parameter is not accepted",
                "mongodb://h/?{{password}}=1; not accepted",
                "mongodb://h/?appName={{password}}; stand for the whole"
            })
    void otherUrlsAreRefusedWithoutRepeatingThem(String url, String reason) {
        assertThatThrownBy(() -> MongoAddress.parse(url))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("connection_url")
                .hasMessageContaining(reason)
                .hasMessageNotContaining("hid");
    }
}
