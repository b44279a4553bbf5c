package io.leasehold.database.internal.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Pbkdf2Sha256Test {

    /** RFC 7914 section 11, the first half of each key. */
    @ParameterizedTest
    @CsvSource({
        "passwd, salt, 1, 55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc",
        "Password, NaCl, 80000, 4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"
    })
    void derivesThePublishedKeys(String password, String salt, int iterations, String key)
            throws GeneralSecurityException {
        assertThat(Pbkdf2Sha256.key(password.toCharArray(), salt.getBytes(StandardCharsets.US_ASCII), iterations))
                .isEqualTo(HexFormat.of().parseHex(key));
    }

    @Property(tries = 300)
    void derivesWhatThePlatformDerives(
            @ForAll @StringLength(min = 1, max = 70) @CharRange(from = ' ', to = '~') String password,
            @ForAll @Size(min = 1, max = 40) byte[] salt,
            @ForAll @IntRange(min = 1, max = 20) int iterations)
            throws GeneralSecurityException {
        assertThat(Pbkdf2Sha256.key(password.toCharArray(), salt, iterations))
                .isEqualTo(Pbkdf2Sha256.platform(password.toCharArray(), salt, iterations));
    }
}
