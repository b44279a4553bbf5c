package io.leasehold.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class TextProperties {

    @Property
    void everyDurationIsReadBackAsItWasWritten(@ForAll @LongRange(min = 0) long nanos) {
        Duration duration = Duration.ofNanos(nanos);
        assertThat(Durations.parse(Durations.format(duration))).isEqualTo(duration);
    }

    @Property
    void wholeSecondsReadTheSameInEveryForm(@ForAll @LongRange(min = 0, max = 9_223_372_036L) long seconds) {
        Duration expected = Duration.ofSeconds(seconds);
        assertThat(Durations.parse(Long.toString(seconds))).isEqualTo(expected);
        assertThat(Durations.parse(seconds + "s")).isEqualTo(expected);
        assertThat(Durations.parse(seconds / 60 + "m" + seconds % 60 + "s")).isEqualTo(expected);
        assertThat(Durations.ofSeconds(seconds)).isEqualTo(expected);
    }

    @Property
    void anyTextIsADurationInRangeOrRefused(@ForAll("nearDurations") String text) {
        Duration parsed;
        try {
            parsed = Durations.parse(text);
        } catch (IllegalArgumentException e) {
            assertThat(e).isExactlyInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("must ");
            return;
        }
        assertThat(parsed).isBetween(Duration.ZERO, Durations.MAX);
    }

    @Provide
    Arbitrary<String> nearDurations() {
        Arbitrary<String> made = Arbitraries.of(
                        "1", "0", "9", ".", "h", "m", "s", "d", "n", "u", "-", "+", " ", "\u00b5")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
        return Arbitraries.oneOf(made, Arbitraries.strings().ofMaxLength(300));
    }

    @Property
    void printableTextIsOneBoundedLineOfAscii(@ForAll String text) {
        assertThat(Printable.quoted(text)).matches("[ -~]*").hasSizeLessThan(450);
        assertThat(Printable.plain(text)).matches("[ -~]*");
    }

    @Property
    void differentShortTextsArePrintedDifferently(
            @ForAll @StringLength(max = 60) String a, @ForAll @StringLength(max = 60) String b) {
        assertThat(Printable.quoted(a).equals(Printable.quoted(b))).isEqualTo(a.equals(b));
    }

    @Property
    void distanceIsSymmetricAndZeroOnlyForEqualTexts(
            @ForAll @StringLength(max = 12) String a, @ForAll @StringLength(max = 12) String b) {
        int distance = Nearest.distance(a, b);
        assertThat(distance).isEqualTo(Nearest.distance(b, a));
        assertThat(distance == 0).isEqualTo(a.equals(b));
        assertThat(distance).isBetween(Math.abs(a.length() - b.length()), Math.max(a.length(), b.length()));
    }

    @Property
    void anySuggestionIsOneOfTheKnownNames(@ForAll String given, @ForAll @Size(max = 6) List<String> known) {
        Nearest.to(given, known).ifPresent(name -> assertThat(known).contains(name));
    }

    @Property
    void onlyARandomTextOfNoLengthIsRefused(@ForAll @LongRange(min = -5, max = 0) long length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RandomText.base62(new java.security.SecureRandom(), (int) length));
    }
}
