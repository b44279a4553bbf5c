package io.leasehold.internal.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.internal.policy.PolicyTexts;
import io.leasehold.secret.SecretText;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PasswordDrawProperties {

    private static final SecureRandom RANDOM = new SecureRandom();

    @Property(tries = 500)
    void everyPasswordFitsItsPolicy(@ForAll("policies") PasswordPolicy policy) {
        for (int i = 0; i < 5; i++) {
            int[] password = draw(policy);
            assertThat(password).hasSize(policy.length());
            assertThat(Arrays.stream(password).boxed())
                    .allMatch(c ->
                            policy.rules().stream().anyMatch(rule -> rule.text().indexOf(c) >= 0));
            for (CharsetRule rule : policy.rules()) {
                long found = Arrays.stream(password)
                        .filter(c -> rule.text().indexOf(c) >= 0)
                        .count();
                assertThat(found).isGreaterThanOrEqualTo(rule.minChars());
            }
        }
    }

    @Property(tries = 30)
    void everyCharacterIsReached(@ForAll("smallPolicies") PasswordPolicy policy) {
        Set<Integer> missing = new HashSet<>();
        for (int c : policy.alphabet()) {
            missing.add(c);
        }
        // A character that is drawn once in a thousand characters is missed 200 000 times in a row once in 10^86.
        for (int i = 0; i < 20_000 && !missing.isEmpty(); i++) {
            for (int c : draw(policy)) {
                missing.remove(c);
            }
        }
        assertThat(missing).isEmpty();
    }

    @Property(tries = 2000)
    void anyTextIsAPolicyOrRefused(@ForAll String text) {
        isPolicyOrRefused(text);
        isPolicyOrRefused("{\"length\":20,\"rules\":[{\"charset\":\"" + text + "\"}]}");
        isPolicyOrRefused("{\"length\":" + text + ",\"rule\":" + text + "}");
    }

    @Example
    void passwordsThatFitAreEquallyLikely() {
        // Of the 81 texts of four of a, b, c, those with two a and one b at least: 4 * 3 * 2 / 2 with c, 6 with a
        // second b,
        // 4 with a third a.
        PasswordPolicy policy =
                PasswordPolicy.of(4, List.of(CharsetRule.of("a", 2), CharsetRule.of("b", 1), CharsetRule.of("c", 0)));
        int draws = 44_000;
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < draws; i++) {
            try (SecretText password = PasswordDraw.draw(policy, RANDOM)) {
                counts.merge(password.reveal(), 1, Integer::sum);
            }
        }
        assertThat(counts).hasSize(12 + 6 + 4);
        double expected = draws / 22.0;
        double chiSquare = counts.values().stream()
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
        assertThat(chiSquare)
                .as("exceeded once in a million with 21 degrees of freedom")
                .isLessThan(67.0);
    }

    @Example
    void narrowRulesAreMetByConstruction() {
        List<CharsetRule> rules = new ArrayList<>();
        for (char c = 'a'; c < 'a' + 25; c++) {
            rules.add(CharsetRule.of(String.valueOf(c), 4));
        }
        // 100! / 4!^25 of 25^100 texts fit: one in 10^16.
        PasswordPolicy policy = PasswordPolicy.of(100, rules);
        int[][] counts = new int[100][25];
        for (int i = 0; i < 200; i++) {
            int[] password = draw(policy);
            assertThat(policy.fits(password)).isTrue();
            for (int place = 0; place < 100; place++) {
                counts[place][password[place] - 'a']++;
            }
        }
        for (int[] place : counts) {
            // Eight are expected of each at each place; none at all, or thirty, is no shuffle.
            List<Integer> found = Arrays.stream(place).boxed().toList();
            assertThat(found).allMatch(count -> count < 30);
            assertThat(found).filteredOn(count -> count == 0).hasSizeLessThan(4);
        }
    }

    private static void isPolicyOrRefused(String text) {
        try {
            draw(PolicyReading.read(PolicyTexts.installed().read("policy", text).values()));
        } catch (InvalidRequestException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static int[] draw(PasswordPolicy policy) {
        try (SecretText password = PasswordDraw.draw(policy, RANDOM)) {
            return password.reveal().codePoints().toArray();
        }
    }

    @Provide
    Arbitrary<PasswordPolicy> policies() {
        Arbitrary<String> charsets = Arbitraries.strings()
                .withCharRange(' ', '~')
                .withChars('\u00e4', '\u4e2d')
                .ofMinLength(1)
                .ofMaxLength(60)
                .map(text -> text.length() % 7 == 0 ? text + "\uD83D\uDE00" : text);
        return policies(charsets, 100, 0);
    }

    /** With one place at least that no rule claims, so that every character can stand there. */
    @Provide
    Arbitrary<PasswordPolicy> smallPolicies() {
        return policies(Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(8), 20, 1);
    }

    private static Arbitrary<PasswordPolicy> policies(Arbitrary<String> charsets, int longest, int free) {
        return Combinators.combine(
                        Arbitraries.integers().between(4, longest),
                        charsets.list().ofMinSize(1).ofMaxSize(6),
                        Arbitraries.integers().between(0, longest).list().ofSize(6))
                .as((length, texts, minimums) -> {
                    List<CharsetRule> rules = new ArrayList<>();
                    int left = length;
                    for (int i = 0; i < texts.size(); i++) {
                        int min = minimums.get(i) % (left + 1 - free);
                        rules.add(CharsetRule.of(texts.get(i), min));
                        left -= min;
                    }
                    return PasswordPolicy.of(length, rules);
                });
    }
}
