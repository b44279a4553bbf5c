package io.leasehold.pki.internal.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leasehold.error.InvalidRequestException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemTest {

    @Property
    void whatIsWrittenIsReadBack(@ForAll byte[] content) {
        List<Pem.Block> read = Pem.read("pem", Pem.write("CERTIFICATE", content));
        assertThat(read).hasSize(1);
        assertThat(read.get(0).content()).isEqualTo(content);
        assertThat(read.get(0).label()).isEqualTo("CERTIFICATE");
    }

    @Test
    void thereIsNoLineBreakAtTheEndAndLinesHave64Characters() {
        String text = Pem.certificate(new byte[200]);
        assertThat(text).endsWith("-----END CERTIFICATE-----");
        assertThat(text.lines().skip(1).findFirst().orElseThrow()).hasSize(64);
    }

    @Test
    void whatIsBetweenBlocksIsPassedOver() {
        String text = "subject=CN = a\r\n" + Pem.certificate(new byte[] {1}).replace("\n", "\r\n") + "\nmore\n"
                + Pem.certificate(new byte[] {2}) + "\n";
        assertThat(Pem.read("pem", text)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no pem",
                "-----BEGIN CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\nAAAA",
                "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----",
                "-----BEGIN A-----\nAAAA\n-----END B-----",
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----"
            })
    void malformedTextsAreRefusedByField(String text) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Pem.read("certificate", text))
                .withMessageStartingWith("certificate: ");
    }
}
