package io.leasehold.internal.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.StorageException;
import io.leasehold.error.StorageException.Reason;
import io.leasehold.internal.crypto.AesGcm;
import io.leasehold.key.MasterKey;
import io.leasehold.spi.storage.SealedBytes;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SealerTest {

    private static final SealContext LEASE = SealContext.lease("mount", "database/creds/app/abc");
    private static final byte[] CLEAR = "what nobody may read".getBytes(UTF_8);

    private final MasterKey master = MasterKey.fromBytes(AesGcm.randomKey());
    private final MapStorage storage = new MapStorage("store");
    private final Sealer sealer = new Sealer(KeyRing.open(storage, List.of(master)));

    @Test
    void whatIsSealedOpensAgain() {
        SealedBytes sealed = sealer.seal(LEASE, 3, CLEAR);

        assertThat(sealer.open(LEASE, sealed)).isEqualTo(CLEAR);
        assertThat(sealed.keyVersion()).isEqualTo(1);
        assertThat(sealed.revision()).isEqualTo(3);
        assertThat(sealed.bytes()).hasSize(1 + 4 + 12 + CLEAR.length + 16);
    }

    @Test
    void emptyValuesCanBeSealed() {
        assertThat(sealer.open(LEASE, sealer.seal(LEASE, 1, new byte[0]))).isEmpty();
    }

    @Test
    void whatWasSealedOpensInAnotherProcessAndAfterARestart() {
        SealedBytes sealed = sealer.seal(LEASE, 1, CLEAR);

        Sealer other = new Sealer(KeyRing.open(storage, List.of(master)));

        assertThat(other.open(LEASE, sealed)).isEqualTo(CLEAR);
    }

    @Test
    void theSameValueNeverLooksTheSameSealed() {
        Set<SealedBytes> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            assertThat(seen.add(sealer.seal(LEASE, 1, CLEAR))).isTrue();
        }
    }

    @Test
    void everyTruncationIsRefused() {
        SealedBytes sealed = sealer.seal(LEASE, 1, CLEAR);
        for (int length = 0; length < sealed.bytes().length; length++) {
            SealedBytes cut = new SealedBytes(1, 1, Arrays.copyOf(sealed.bytes(), length));
            assertThatThrownBy(() -> sealer.open(LEASE, cut))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREADABLE))
                    .hasMessageContaining("lease database/creds/app/abc")
                    .hasMessageContaining(length < 33 ? "truncated" : "cut off");
        }
    }

    @Test
    void anUnknownFormatIsNamed() {
        SealedBytes sealed = sealer.seal(LEASE, 1, CLEAR);
        sealed.bytes()[0] = 9;

        assertThatThrownBy(() -> sealer.open(LEASE, sealed)).hasMessageContaining("unknown format 9");
    }

    @Test
    void aKeyVersionBesideTheValueMustBeTheOneInside() {
        SealedBytes sealed = sealer.seal(LEASE, 1, CLEAR);

        assertThatThrownBy(() -> sealer.open(LEASE, new SealedBytes(2, 1, sealed.bytes())))
                .hasMessageContaining("names data key version 1 inside, and 2 in the clear");
    }

    @Test
    void anUnknownKeyVersionIsNamed() {
        byte[] bytes = sealer.seal(LEASE, 1, CLEAR).bytes();
        bytes[4] = 7;

        assertThatThrownBy(() -> sealer.open(LEASE, new SealedBytes(7, 1, bytes)))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("data key version 7, which the key ring (versions [1]) does not hold");
    }

    @Test
    void aRevisionBelowOneIsRefused() {
        assertThatThrownBy(() -> sealer.seal(LEASE, 0, CLEAR)).isInstanceOf(IllegalArgumentException.class);
    }
}
