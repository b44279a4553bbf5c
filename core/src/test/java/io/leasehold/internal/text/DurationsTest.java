package io.leasehold.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            value = {
                "''=PT0S",
                "0=PT0S",
                "3600=PT1H",
                "+5=PT5S",
                "007=PT7S",
                "7d=PT168H",
                "0d=PT0S",
                "+2d=PT48H",
                "768h=PT768H",
                "1h30m=PT1H30M",
                "30m1h=PT1H30M",
                "1h1h=PT2H",
                "1.5h=PT1H30M",
                ".5s=PT0.5S",
                "1.s=PT1S",
                "+5s=PT5S",
                "-0s=PT0S",
                "0.5m0.5s=PT30.5S",
                "1ns=PT0.000000001S",
                "1us=PT0.000001S",
                "1\u00b5s=PT0.000001S",
                "1\u03bcs=PT0.000001S",
                "1ms=PT0.001S",
                "0.9ns=PT0S",
                "9223372036854775807ns=PT2562047H47M16.854775807S",
                "9223372036=PT2562047H47M16S",
                "106751d=PT2562024H",
            })
    void whatTheReferenceAcceptsIsRead(String text, Duration expected) {
        assertThat(Durations.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10S", " 5m", "5m ", "5 s", "5days", "1d12h", "0.5d", "d", "s", ".", ".s", "+", "-", "1.5", "1h 30m",
                "1H", "1e3s", "1_000", "0x10", "five", "1hh", "--1s", "1h-30m", "1w", "\u0661s", "1,5h", "5s\n", "\0"
            })
    void whatTheReferenceRefusesIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse(text))
                .withMessage(Durations.RULE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-5s", "-1d", "-0.5s", "-9999999999999999999999"})
    void negativeDurationsAreRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse(text))
                .withMessage("must not be a negative duration");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372037", "9223372036854775807", "9223372036854775808", "99999999999999999999999999", "106752d",
                "106751991167300d", "2562048h", "9223372036854775808ns", "9223372036s855ms", "1h9223372036854775807ns"
            })
    void overflowIsRefusedInsteadOfWrapping(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse(text))
                .withMessage("must not be longer than 2562047h47m16s");
    }

    @Test
    void aTextThatIsTooLongToMeanAnythingIsRefusedWithoutBeingRead() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse("1h".repeat(1_000_000)))
                .withMessage(Durations.RULE);
    }

    @Test
    void numbersAreSecondsAndLoseTheirFraction() {
        assertThat(Durations.ofSeconds(3600)).isEqualTo(Duration.ofHours(1));
        assertThat(Durations.ofSeconds(1.9)).isEqualTo(Duration.ofSeconds(1));
        assertThat(Durations.ofSeconds(0.1f)).isZero();
        assertThat(Durations.ofSeconds(new BigDecimal("1e-999999999"))).isZero();
        assertThat(Durations.ofSeconds(BigInteger.TEN)).isEqualTo(Duration.ofSeconds(10));
        assertThat(Durations.ofSeconds(9223372036L)).isEqualTo(Duration.ofSeconds(9223372036L));
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        for (Number negative : new Number[] {-1, -1L, -0.5, new BigDecimal("-1e999999999")}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Durations.ofSeconds(negative))
                    .withMessageContaining("negative");
        }
        for (Number huge : new Number[] {
            9223372037L, Long.MAX_VALUE, 1e300, new BigDecimal("1e999999999"), BigInteger.ONE.shiftLeft(64)
        }) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Durations.ofSeconds(huge))
                    .withMessageContaining("longer than");
        }
        for (Number odd : new Number[] {Double.NaN, Double.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Durations.ofSeconds(odd))
                    .withMessage(Durations.RULE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT40H, 40h",
        "PT1H30M, 1h30m",
        "PT1H1S, 1h1s",
        "PT90S, 1m30s",
        "PT100S, 1m40s",
        "PT10S, 10s",
        "PT0.5S, 0.5s",
        "PT1.000000001S, 1.000000001s",
        "PT-1H, -1h",
        "PT-2562047788015215H-30M-8S, -2562047788015215h30m7s",
        "PT2562047H47M16S, 2562047h47m16s"
    })
    void unitsThatAreZeroAreLeftOut(Duration duration, String expected) {
        assertThat(Durations.format(duration)).isEqualTo(expected);
    }
}
