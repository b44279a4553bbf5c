package io.leasehold.database.internal.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names as {@code X509_NAME_oneline} of OpenSSL writes them. */
class OneLineNameTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CN=v-app-1 | /CN=v-app-1",
                "CN=Clients,OU=Data,O=Acme Inc.,C=DE | /C=DE/O=Acme Inc./OU=Data/CN=Clients",
                "CN=a\\,b\\\\c,DC=acme,DC=example | /DC=example/DC=acme/CN=a,b\\c",
                "emailAddress=ca@acme.example,STREET=1 Main | /street=1 Main/emailAddress=ca@acme.example",
                "CN=a=c | /CN=a=c",
            })
    void partsStandInTheOrderOfTheCertificate(String name, String line) {
        assertThat(OneLineName.of(name)).isEqualTo(line);
    }

    @Test
    void bytesBeyondAsciiAreWrittenInHexadecimalDigits() {
        assertThat(OneLineName.of("CN=M\u00fcller")).isEqualTo("/CN=M\\xC3\\xBCller");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"1.2.3.4=#0c0161,CN=x", "CN=a+OU=b", "CN=a/b", "CN=x,O=a\\+b"})
    void whatHasNoCertainFormIsRefused(String name) {
        assertThatThrownBy(() -> OneLineName.of(name))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("credential_config: {{subject}} and {{issuer}}")
                .hasMessageContaining("common_name_template");
    }
}
