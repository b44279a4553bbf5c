package io.leasehold.internal.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leasehold.error.StorageException;
import io.leasehold.error.StorageException.Reason;
import io.leasehold.internal.crypto.AesGcm;
import io.leasehold.key.MasterKey;
import io.leasehold.spi.storage.SealedBytes;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class SealerProperties {

    private static final MasterKey MASTER = MasterKey.fromBytes(AesGcm.randomKey());

    private final MapStorage storage = new MapStorage("store");
    private final Sealer sealer = new Sealer(KeyRing.open(storage, List.of(MASTER)));

    @Property
    void everythingSealedOpensAtItsPlace(
            @ForAll SealContext.Kind kind,
            @ForAll String mount,
            @ForAll String name,
            @ForAll @LongRange(min = 1) long revision,
            @ForAll byte[] clear) {
        SealContext context = new SealContext(kind, mount, name);

        assertThat(sealer.open(context, sealer.seal(context, revision, clear))).isEqualTo(clear);
    }

    @Property
    void anyFlippedBitIsNoticed(@ForAll byte[] clear, @ForAll @IntRange(min = 0, max = 1 << 20) int position) {
        SealContext context = SealContext.entry("", "core/mounts");
        SealedBytes sealed = sealer.seal(context, 1, clear);
        int bit = position % (8 * sealed.bytes().length);

        sealed.bytes()[bit / 8] ^= (byte) (1 << bit % 8);

        assertUnreadable(sealer, context, sealed);
    }

    @Property
    void aValueMovedToAnotherPlaceIsNoticed(
            @ForAll SealContext.Kind kind,
            @ForAll SealContext.Kind otherKind,
            @ForAll String mount,
            @ForAll String otherMount,
            @ForAll String name,
            @ForAll String otherName,
            @ForAll @IntRange(min = 1, max = 3) int revision,
            @ForAll @IntRange(min = 1, max = 3) int otherRevision) {
        SealContext context = new SealContext(kind, mount, name);
        SealContext other = new SealContext(otherKind, otherMount, otherName);
        Assume.that(!context.equals(other) || revision != otherRevision);

        SealedBytes sealed = sealer.seal(context, revision, new byte[] {1, 2, 3});

        assertUnreadable(sealer, other, new SealedBytes(sealed.keyVersion(), otherRevision, sealed.bytes()));
    }

    @Property
    void textMovedFromOneFieldToTheNextIsNoticed(@ForAll String text, @ForAll @IntRange(min = 0, max = 50) int split) {
        Assume.that(!text.isEmpty());
        int at = split % text.length();
        SealContext context = SealContext.lease(text.substring(0, at), text.substring(at));

        SealedBytes sealed = sealer.seal(context, 1, new byte[] {1});

        assertUnreadable(sealer, SealContext.lease(text, ""), sealed);
    }

    @Property(tries = 50)
    void aValueCopiedToAnotherStoreIsNoticedThoughTheRingWasCopiedToo(@ForAll byte[] clear) {
        SealContext context = SealContext.entry("", "core/mounts");
        SealedBytes sealed = sealer.seal(context, 1, clear);
        MapStorage other = new MapStorage("another");
        Sealer there = new Sealer(KeyRing.open(other, List.of(MASTER)));

        assertUnreadable(there, context, sealed);

        other.entries.map.putAll(storage.entries.map);
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> KeyRing.open(other, List.of(MASTER)))
                .withMessageContaining("copied from another store");
    }

    private static void assertUnreadable(Sealer sealer, SealContext context, SealedBytes sealed) {
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> sealer.open(context, sealed))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.UNREADABLE))
                .withMessageStartingWith(context.toString());
    }
}
