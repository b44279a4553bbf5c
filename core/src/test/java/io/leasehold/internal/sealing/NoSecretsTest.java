package io.leasehold.internal.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.leasehold.internal.crypto.AesGcm;
import io.leasehold.key.MasterKey;
import io.leasehold.spi.storage.EntryStore.Entry;
import io.leasehold.spi.storage.SealedBytes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** No key and no sealed value shows in what is stored, in an error with its causes, or in a text form. */
class NoSecretsTest {

    private static final SealContext CONTEXT = SealContext.lease(Rows.MOUNT, "database/creds/app/a");

    private final byte[] masterBytes = AesGcm.randomKey();
    private final byte[] clear = "the password of the administrator".getBytes(UTF_8);
    private final MasterKey master = MasterKey.fromBytes(masterBytes);
    private final MapStorage storage = new MapStorage("store");
    private final KeyRing ring = KeyRing.open(storage, List.of(master));
    private final Sealer sealer = new Sealer(ring);
    private final SealedBytes sealed = sealer.seal(CONTEXT, 1, clear);

    @Test
    void nothingStoredHoldsAKeyOrAValueInTheClear() {
        Entry stored = storage.entries.get(KeyRing.PATH).orElseThrow();
        String everything = HexFormat.of().formatHex(stored.value().bytes())
                + HexFormat.of().formatHex(sealed.bytes());

        for (byte[] secret : secrets()) {
            assertThat(everything).doesNotContain(HexFormat.of().formatHex(secret));
        }
    }

    @Test
    void noErrorAndNoTextFormHoldsASecret() {
        List<String> texts = new ArrayList<>(List.of(
                master.toString(),
                ring.status().toString(),
                ring.indexKey().toString(),
                ring.nextSeal().toString(),
                sealed.toString(),
                new RingEntry(storage).open(new MasterKeys(List.of(master))).toString()));
        byte[] changed = sealed.bytes().clone();
        changed[30] ^= 1;
        texts.add(failure(() -> sealer.open(CONTEXT, new SealedBytes(1, 1, changed))));
        texts.add(failure(() -> sealer.open(CONTEXT, new SealedBytes(2, 1, changed))));
        texts.add(failure(() -> sealer.open(CONTEXT, new SealedBytes(1, 1, new byte[0]))));
        texts.add(failure(() -> master.unwrap(master.wrap(clear, new byte[1]), new byte[2])));
        texts.add(failure(() -> KeyRing.open(storage, List.of(MasterKey.fromBytes(AesGcm.randomKey())))));
        Entry stored = storage.entries.get(KeyRing.PATH).orElseThrow();
        stored.value().bytes()[100] ^= 1;
        texts.add(failure(() -> KeyRing.open(storage, List.of(master))));

        for (String text : texts) {
            for (byte[] secret : secrets()) {
                assertThat(text)
                        .doesNotContain(new String(secret, UTF_8))
                        .doesNotContainIgnoringCase(HexFormat.of().formatHex(secret))
                        .doesNotContain(Base64.getEncoder().encodeToString(secret));
            }
        }
    }

    private List<byte[]> secrets() {
        return List.of(
                masterBytes,
                clear,
                ring.indexKey().encoded(),
                ring.key(1).orElseThrow().getEncoded());
    }

    private static String failure(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).isNotNull();
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
