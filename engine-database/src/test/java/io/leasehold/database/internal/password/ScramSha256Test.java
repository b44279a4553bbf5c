package io.leasehold.database.internal.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.SecretText;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScramSha256Test {

    /** The exchange of RFC 7677 section 3, for the user "user" with the password "pencil". */
    private static final String SALT = "W22ZaJ0SNY7soEsUEjb6gQ==";

    private static final String AUTH_MESSAGE = "n=user,r=rOprNGfwEbeRWgbNEkqO,"
            + "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
            + "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String CLIENT_PROOF = "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private static final String SERVER_SIGNATURE = "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    @Test
    void verifierAcceptsTheExchangeOfTheRfc() throws GeneralSecurityException {
        String verifier = ScramSha256.verifier(
                        SecretText.of("pencil"), Base64.getDecoder().decode(SALT), ScramSha256.ITERATIONS)
                .reveal();

        assertThat(verifier).startsWith("SCRAM-SHA-256$4096:" + SALT + "$");
        String[] keys = verifier.substring(verifier.lastIndexOf('$') + 1).split(":", 2);
        byte[] storedKey = Base64.getDecoder().decode(keys[0]);
        byte[] serverKey = Base64.getDecoder().decode(keys[1]);
        assertThat(hmac(serverKey, AUTH_MESSAGE)).isEqualTo(Base64.getDecoder().decode(SERVER_SIGNATURE));
        byte[] clientKey = Base64.getDecoder().decode(CLIENT_PROOF);
        byte[] clientSignature = hmac(storedKey, AUTH_MESSAGE);
        for (int i = 0; i < clientKey.length; i++) {
            clientKey[i] ^= clientSignature[i];
        }
        assertThat(MessageDigest.getInstance("SHA-256").digest(clientKey)).isEqualTo(storedKey);
    }

    @Test
    void everyVerifierHasItsOwnSalt() {
        SecureRandom random = new SecureRandom();

        assertThat(ScramSha256.verifier(SecretText.of("pencil"), random).reveal())
                .matches("SCRAM-SHA-256\\$4096:[A-Za-z0-9+/]{22}==\\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=")
                .isNotEqualTo(
                        ScramSha256.verifier(SecretText.of("pencil"), random).reveal());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "caf\u00e9-geheim", "tab\tgeheim", "\uD83D\uDE00geheim", "nul\0geheim"})
    void passwordThatSaslprepMightChangeIsRefused(String password) {
        assertThatThrownBy(() -> ScramSha256.verifier(SecretText.of(password), new SecureRandom()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("password: ")
                .hasMessageNotContaining("geheim");
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
