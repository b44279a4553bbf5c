package io.leasehold.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TextTest {

    private final SecureRandom random = new SecureRandom();

    @Test
    void randomTextIsBase62OfTheLengthAskedFor() {
        assertThat(RandomText.base62(random, 1)).matches("[0-9A-Za-z]");
        assertThat(RandomText.base62(random, 24)).matches("[0-9A-Za-z]{24}");
    }

    @Test
    void everyCharacterIsEquallyLikely() {
        int draws = 62 * 2_000;
        int[] counts = new int[128];
        RandomText.base62(random, draws).chars().forEach(c -> counts[c]++);
        double chiSquared = 0;
        int seen = 0;
        for (int count : counts) {
            if (count > 0) {
                seen++;
                chiSquared += Math.pow(count - 2_000.0, 2) / 2_000.0;
            }
        }
        assertThat(seen).isEqualTo(62);
        // 61 degrees of freedom: a fair source stays below 150 but for about once in 10^9 runs; one that maps 64 or
        // 256 values to 62 by remainder is in the thousands.
        assertThat(chiSquared).isLessThan(150);
    }

    @Test
    void idsDoNotRepeat() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            ids.add(RandomText.base62(random, 24));
        }
        assertThat(ids).hasSize(10_000);
    }

    @Test
    void untrustedTextIsEscapedAndCut() {
        assertThat(Printable.quoted("a\"b\\c\n\r\t\0\u007f\u00e9\ud83d\ude00"))
                .isEqualTo("\"a\\\"b\\\\c\\n\\r\\t\\u0000\\u007f\\u00e9\\ud83d\\ude00\"");
        assertThat(Printable.quoted("x".repeat(300))).isEqualTo("\"" + "x".repeat(64) + "\"... (300 bytes)");
        assertThat(Printable.quoted("\u20ac".repeat(100))).endsWith("\"... (300 bytes)");
        assertThat(Printable.plain("x".repeat(64))).isEqualTo("x".repeat(64));
        assertThat(Printable.quoted("")).isEqualTo("\"\"");
    }

    @Test
    void theNearestNameIsFoundWhateverItsSpelling() {
        List<String> known = List.of("default_ttl", "max_ttl", "db_name", "creation_statements");
        assertThat(Nearest.to("default-ttl", known)).contains("default_ttl");
        assertThat(Nearest.to("DefaultTTL", known)).contains("default_ttl");
        assertThat(Nearest.to("deafult_ttl", known)).contains("default_ttl");
        assertThat(Nearest.to("mx_ttl", known)).contains("max_ttl");
        assertThat(Nearest.to("creation_statement", known)).contains("creation_statements");
        assertThat(Nearest.to("colour", known)).isEmpty();
        assertThat(Nearest.to("", known)).isEmpty();
        assertThat(Nearest.to("x".repeat(1_000_000), known)).isEmpty();
        assertThat(Nearest.to("x", List.of())).isEmpty();
    }

    @Test
    void aSwapOfNeighboursIsOneStep() {
        assertThat(Nearest.distance("roles", "rolse")).isEqualTo(1);
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
    }
}
