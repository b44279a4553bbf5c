package io.leasehold.database.internal.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.secret.SecretText;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PasswordGeneratorTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    @Test
    void everyPasswordHasAllClassesAndNoHyphenInFront() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 2000; i++) {
            try (SecretText password = PasswordGenerator.generate(RANDOM)) {
                assertThat(password.reveal())
                        .matches("[a-zA-Z0-9-]{20}")
                        .containsPattern("[a-z]")
                        .containsPattern("[A-Z]")
                        .containsPattern("[0-9]")
                        .contains("-")
                        .doesNotStartWith("-");
                assertThat(seen.add(password.reveal())).isTrue();
                assertThat(password).hasToString("[secret]");
            }
        }
    }

    /** A character other than the hyphen is expected (20 - 1.33) / 62 = 0.30 times in a password that has a hyphen. */
    @Test
    void charactersOfAClassAreEquallyFrequentInEveryPlace() {
        int passwords = 20_000;
        int[][] counts = new int[PasswordGenerator.LENGTH][128];
        for (int i = 0; i < passwords; i++) {
            String password = PasswordGenerator.generate(RANDOM).reveal();
            for (int place = 0; place < password.length(); place++) {
                counts[place][password.charAt(place)]++;
            }
        }
        for (int place = 0; place < PasswordGenerator.LENGTH; place++) {
            double expected = passwords * (place == 0 ? 1.0 : 1 - 0.0613) / 62;
            for (char c = '0'; c <= 'z'; c++) {
                if (Character.isLetterOrDigit(c)) {
                    // Six standard deviations: a false alarm once in some 400,000 runs.
                    assertThat((double) counts[place][c])
                            .isBetween(
                                    expected * 0.95 - 6 * Math.sqrt(expected),
                                    expected * 1.05 + 6 * Math.sqrt(expected));
                }
            }
        }
    }
}
