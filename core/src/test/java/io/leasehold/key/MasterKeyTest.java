package io.leasehold.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.StorageException;
import io.leasehold.error.StorageException.Reason;
import io.leasehold.internal.crypto.AesGcm;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeyTest {

    private static final byte[] CONTEXT = "store".getBytes(UTF_8);

    private final byte[] bytes = AesGcm.randomKey();
    private final MasterKey key = MasterKey.fromBytes(bytes);
    private final byte[] dataKey = AesGcm.randomKey();

    @Test
    void whatIsWrappedUnwraps() {
        byte[] wrapped = key.wrap(dataKey, CONTEXT);

        assertThat(MasterKey.fromBytes(bytes).unwrap(wrapped, CONTEXT)).isEqualTo(dataKey);
        assertThat(key.wrap(dataKey, CONTEXT)).isNotEqualTo(wrapped);
    }

    @Test
    void anotherKeyOrContextDoesNotUnwrap() {
        byte[] wrapped = key.wrap(dataKey, CONTEXT);

        assertWrongKey(MasterKey.fromBytes(AesGcm.randomKey()), wrapped, CONTEXT);
        assertWrongKey(key, wrapped, new byte[0]);
    }

    @Test
    void aChangedOrTruncatedWrappedKeyDoesNotUnwrap() {
        byte[] wrapped = key.wrap(dataKey, CONTEXT);
        for (int i = 0; i < wrapped.length; i++) {
            byte[] changed = wrapped.clone();
            changed[i] ^= 1;
            assertWrongKey(key, changed, CONTEXT);
            assertWrongKey(key, Arrays.copyOf(wrapped, i), CONTEXT);
        }
    }

    @Test
    void theIdIsTheSameForTheSameKeyAndTellsNothingOfIt() {
        assertThat(key.id())
                .isEqualTo(MasterKey.fromBytes(bytes).id())
                .isNotEqualTo(MasterKey.fromBytes(dataKey).id())
                .matches("[0-9a-f]{16}");
        assertThat(HexFormat.of().formatHex(bytes)).doesNotContain(key.id());
        assertThat(key).hasToString("master key " + key.id());
    }

    @Test
    void theBytesGivenAreCopied() {
        byte[] given = bytes.clone();
        MasterKey copy = MasterKey.fromBytes(given);
        byte[] wrapped = copy.wrap(dataKey, CONTEXT);
        Arrays.fill(given, (byte) 1);

        assertThat(copy.unwrap(wrapped, CONTEXT)).isEqualTo(dataKey);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16, 31, 33, 64})
    void anotherLengthIsRefused(int length) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> MasterKey.fromBytes(new byte[length]))
                .withMessage("the master key: a key has 32 bytes, this has " + length);
    }

    @ParameterizedTest
    @ValueSource(bytes = {0, 7, -1})
    void equalBytesAreRefused(byte value) {
        byte[] equal = new byte[32];
        Arrays.fill(equal, value);

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> MasterKey.fromBytes(equal))
                .withMessageContaining("no random key");
    }

    @Test
    void everyTextFormGivesTheSameKey() {
        String base64 = Base64.getEncoder().encodeToString(bytes);
        String url = Base64.getUrlEncoder().encodeToString(bytes);
        String hex = HexFormat.of().formatHex(bytes);

        for (String text : new String[] {
            base64,
            base64.replace("=", ""),
            url,
            url.replace("=", ""),
            hex,
            hex.toUpperCase(Locale.ROOT),
            base64 + "\n",
            hex + " \r\n\t"
        }) {
            assertThat(AesMasterKey.fromText(text, "text").id()).isEqualTo(key.id());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "hunter2",
                " MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
                "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZW!=",
                "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY==",
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeg",
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcd\u00e9",
            })
    void otherTextIsRefusedWithoutQuotingIt(String text) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> AesMasterKey.fromText(text, "environment variable KEY"))
                .withMessageStartingWith(
                        "environment variable KEY holds no key: it must hold 32 random bytes as Base64")
                .withNoCause()
                .satisfies(e -> {
                    if (!text.isBlank()) {
                        assertThat(e.getMessage()).doesNotContain(text.strip());
                    }
                });
    }

    @Test
    void anUnsetVariableIsNamed() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> MasterKey.fromEnvironment("LEASEHOLD_NOT_SET_ANYWHERE"))
                .withMessageStartingWith("environment variable LEASEHOLD_NOT_SET_ANYWHERE is not set");
    }

    private static void assertWrongKey(MasterKey key, byte[] wrapped, byte[] context) {
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> key.unwrap(wrapped, context))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_KEY))
                .withMessageContaining(key.id());
    }
}
