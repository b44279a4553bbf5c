package io.leasehold.spi.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of a connection are told from all others. */
class NameSignTest {

    private static final NameSign SIGN = new NameSign("store-1", "database", "app");
    private static final String DASHED =
            "{{ printf `v-%s-%s-%s-%s` (.DisplayName | truncate 10) (.RoleName | truncate 10) (random 20) (unix_time)";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                DASHED + " | truncate 63 }};63",
                DASHED + " | truncate 32 }};32",
                DASHED + " | uppercase | replace `-` `_` | truncate 100 }};100",
                "{{random 20}};20",
                "app_{{random 40 | lowercase}};63",
                "{{.RoleName}}-{{random 20 | uppercase}};63"
            })
    void everyNameOfATemplateWithTwentyRandomCharactersIsSigned(String template, int maxBytes) {
        NameTemplate parsed = NameTemplate.parse(template, maxBytes).signedBy(SIGN);

        for (int i = 0; i < 200; i++) {
            String name = parsed.render("application".repeat(i % 3), "role".repeat(i % 20), NOW, RANDOM);

            assertThat(SIGN.isIn(name)).as(name).isTrue();
            assertThat(SIGN.isIn(name.toUpperCase(Locale.ROOT))).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"store-2,database,app", "store-1,db,app", "store-1,database,erp", "store-1d,atabase,app"})
    void namesOfOthersAreNot(String store, String mount, String connection) {
        NameSign other = new NameSign(store, mount, connection);
        NameTemplate parsed = NameTemplate.parse(DASHED + "}}", 63).signedBy(other);

        for (int i = 0; i < 1_000; i++) {
            assertThat(SIGN.isIn(parsed.render("billing", "reader", NOW, RANDOM)))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "postgres",
                "v-app-role-1",
                "v-billing-reader-abcdefghijk00000000z-1795262400",
                "\u00fcser-\u5bc6\u7801-\ud83d\udd11-aaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void anyOtherNameIsNot(String name) {
        assertThat(SIGN.isIn(name)).isFalse();
    }

    /** A shorter draw has no room for a check, and needs its randomness. */
    @Test
    void shortDrawsAreNotSigned() {
        NameTemplate parsed = NameTemplate.parse("x{{random 19}}", 63).signedBy(SIGN);

        assertThat(SIGN.isIn(parsed.render("", "", NOW, RANDOM))).isFalse();
    }

    /** Brokers of all versions must know it. */
    @Test
    void theCheckNeverChanges() {
        assertThat(SIGN.check("AbCdEfGhIjK"))
                .isEqualTo(SIGN.check("abcdefghijk"))
                .isEqualTo("06z75qlw");
    }
}
