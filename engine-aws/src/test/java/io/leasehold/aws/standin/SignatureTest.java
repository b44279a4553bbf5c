package io.leasehold.aws.standin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against {@code post-vanilla} of AWS's own test suite for Signature Version 4. */
class SignatureTest {

    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final String AUTHORIZATION =
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                    + " SignedHeaders=host;x-amz-date,"
                    + " Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b";
    private static final Map<String, String> HEADERS =
            Map.of("host", "example.amazonaws.com", "x-amz-date", "20150830T123600Z");

    @Test
    void theExampleOfAwsMatchesItsSecretOnly() {
        Signature signature = Signature.parse(AUTHORIZATION).orElseThrow();
        assertThat(signature.keyId()).isEqualTo("AKIDEXAMPLE");
        assertThat(signature.matches(SECRET, "/", HEADERS::get, new byte[0])).isTrue();
        assertThat(signature.matches(SECRET + "x", "/", HEADERS::get, new byte[0]))
                .isFalse();
        assertThat(signature.matches(SECRET, "/other", HEADERS::get, new byte[0]))
                .isFalse();
        assertThat(signature.matches(SECRET, "/", HEADERS::get, new byte[1])).isFalse();
        assertThat(signature.matches(
                        SECRET,
                        "/",
                        Map.of("host", "example.amazonaws.com", "x-amz-date", "20150831T123600Z")::get,
                        new byte[0]))
                .isFalse();
    }

    @Test
    void whatIsNoSignatureIsNotRead() {
        assertThat(Signature.parse("")).isEmpty();
        assertThat(Signature.parse("Basic YTpi")).isEmpty();
        assertThat(Signature.parse(AUTHORIZATION.replace("Signature=5", "Signature=X")))
                .isEmpty();
    }
}
