package io.leasehold.pki.internal.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leasehold.error.InvalidRequestException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SerialsTest {

    @Property
    void aSerialIsReadBackInEverySpelling(
            @ForAll @BigRange(min = "1", max = "730750818665451459101842416358141509827966271487") BigInteger serial) {
        String text = Serials.text(serial);
        assertThat(text).matches("[0-9a-f]{2}(:[0-9a-f]{2})*");
        assertThat(Serials.parse("serial_number", text)).isEqualTo(serial);
        assertThat(Serials.parse("serial_number", Serials.path(serial))).isEqualTo(serial);
        assertThat(Serials.parse("serial_number", text.toUpperCase(Locale.ROOT)))
                .isEqualTo(serial);
        assertThat(Serials.parse("serial_number", text.replace(":", ""))).isEqualTo(serial);
    }

    @Test
    void aSignOctetIsNotWritten() {
        assertThat(Serials.text(BigInteger.valueOf(0x80))).isEqualTo("80");
        assertThat(Serials.text(BigInteger.valueOf(0x0102))).isEqualTo("01:02");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "0", "00:00", "-", "zz", "0x12", "+12", "1 2", "é", "1:23", "12::34", "1234:56"})
    void whatIsNoSerialIsRefusedByName(String text) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Serials.parse("serial_number", text))
                .withMessageContaining("serial_number");
    }

    @Test
    void moreThanTwentyOctetsAreRefused() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Serials.parse("serial_number", "01" + "00".repeat(20)));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Serials.parse("serial_number", "1".repeat(1_000_000)));
    }

    @Test
    void zeroIsNeverDrawn() {
        SecureRandom zeroFirst = new SecureRandom() {
            private static final long serialVersionUID = 1L;
            private int calls;

            @Override
            public void nextBytes(byte[] bytes) {
                java.util.Arrays.fill(bytes, (byte) calls++);
            }
        };
        BigInteger drawn = Serials.random(zeroFirst);
        assertThat(drawn.signum()).isPositive();
        assertThat(drawn.bitLength()).isLessThanOrEqualTo(159);
    }
}
