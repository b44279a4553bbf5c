package io.leasehold.pki.internal.name;

import static io.leasehold.pki.internal.name.NameCheckTest.role;
import static io.leasehold.pki.internal.name.NameCheckTest.rules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Names of a megabyte, which is what a field of a request may hold. What takes more than the length of the name, squared or worse,
 * would take from minutes to ages; the limit here is a hundred times what is needed, for slow machines.
 */
class HostileNamesTest {

    private static final int SIZE = 1 << 20;
    private static final Duration LONG = Duration.ofSeconds(20);

    static Stream<String> huge() {
        return Stream.of(
                        "a",
                        "a.",
                        ".",
                        "*",
                        "*.",
                        "a*",
                        "@",
                        "a@",
                        "-",
                        "--",
                        "xn--",
                        "xn--.",
                        "xn--a.",
                        "ü",
                        "ü.",
                        "\u0308",
                        "\0",
                        "\ud800",
                        "\ud83d\ude00",
                        "1",
                        "1.",
                        ":",
                        "1:",
                        "::",
                        "/",
                        "%",
                        "foo.com",
                        ".foo.com",
                        "f",
                        "fo",
                        "faa",
                        "\u3002",
                        "ab")
                .map(piece -> piece.repeat(SIZE / piece.length()))
                .flatMap(text -> Stream.of(text, text + ".foo.com", text + "@foo.com", "a@" + text, "x" + text + "y"));
    }

    @ParameterizedTest
    @MethodSource("huge")
    void aHugeNameIsAnsweredInTimeThatGrowsWithItsLength(String name) {
        List<NameRules> roles = List.of(
                rules(role("bsg", "foo.com,*a*b*c*d*,*.foo.com,f*f*f*f*f*f*g")
                        .allowedUriSans("*a*a*a*a*b", "*/*/*/x")
                        .allowedOtherSans("1.2.3;utf8:*a*a*a*b")
                        .allowedSerialNumbers("*a*a*a*a*b")
                        .allowedUserIds("*a*a*a*a*b")
                        .build()),
                rules(role("nh", null)
                        .allowedUriSans("*")
                        .allowedOtherSans("*")
                        .allowedSerialNumbers("*")
                        .allowedUserIds("*")
                        .build()));
        List<String> one = List.of(name);
        RequestedNames requested = new RequestedNames(
                name, one, one, one, one, List.of(name, "1.2.3;utf8:" + name), name, one, false, false);

        for (NameRules rules : roles) {
            NameVerdict verdict = assertTimeoutPreemptively(LONG, () -> NameCheck.judgeAll(rules, requested));

            assertThat(verdict).isInstanceOf(NameVerdict.Refused.class);
            assertThat(((NameVerdict.Refused) verdict).first().message()).hasSizeLessThan(2_000);
            assertThat(verdict.warnings()).allMatch(warning -> warning.length() < 2_000);
        }
    }

    @Test
    void halfAMillionNamesAreAnsweredInTimeThatGrowsWithTheirNumber() {
        List<String> names = Collections.nCopies(SIZE / 2, "b_");
        RequestedNames requested = RequestedNames.of("").withAltNames(names);

        NameVerdict verdict = assertTimeoutPreemptively(
                LONG,
                () -> NameCheck.judgeAll(rules(role("n", null).requireCn(false).build()), requested));

        assertThat(verdict.judgements()).hasSizeGreaterThanOrEqualTo(names.size());
        assertThat(verdict.warnings())
                .singleElement()
                .asString()
                .hasSizeLessThan(1_000)
                .contains("more");
    }
}
