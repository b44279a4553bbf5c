package io.leasehold.internal.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leasehold.error.ConflictException;
import io.leasehold.error.StorageException;
import io.leasehold.error.StorageException.Reason;
import io.leasehold.internal.crypto.AesGcm;
import io.leasehold.internal.sealing.RingStatus.KeyStatus;
import io.leasehold.key.MasterKey;
import io.leasehold.spi.storage.EntryStore.Entry;
import io.leasehold.spi.storage.SealedBytes;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyRingTest {

    private static final SealContext CONTEXT = SealContext.entry("", "core/mounts");

    private final MasterKey master = MasterKey.fromBytes(AesGcm.randomKey());
    private final MapStorage storage = new MapStorage("store");

    @Test
    void aNewStoreGetsARingWithOneKey() {
        KeyRing ring = open();

        assertThat(ring.status()).isEqualTo(new RingStatus(master.id(), List.of(new KeyStatus(1, storage.now(), 0))));
        assertThat(storage.entries.map).containsOnlyKeys(KeyRing.PATH);
    }

    @Test
    void aPortionIsReservedBeforeItIsUsedAndLastsForItsSeals() {
        KeyRing ring = open(new SealBudget(100, 2, 8));

        seal(ring);
        assertThat(reserved(ring)).isEqualTo(2);
        seal(ring);
        assertThat(reserved(ring)).isEqualTo(2);
        seal(ring);
        assertThat(reserved(ring)).isEqualTo(2 + 8);
    }

    @Test
    void withinATransactionOnlySealsAtHandAreUsed() {
        KeyRing ring = open(new SealBudget(100, 16, 16));
        ring.reserveAhead();
        assertThat(ring.sealAtHand()).isPresent();

        ring.rotateDataKey();
        assertThat(ring.sealAtHand()).as("nothing is taken from the store").isEmpty();

        ring.reserveAhead();
        assertThat(ring.sealAtHand()).isPresent();
    }

    @Test
    void sealsThatWereReservedAheadWriteNothing() {
        KeyRing ring = open(new SealBudget(100, 16, 16));

        ring.reserveAhead();
        assertThat(reserved(ring)).isEqualTo(16);
        for (int i = 0; i < 14; i++) {
            seal(ring);
        }
        assertThat(reserved(ring)).isEqualTo(16);
        ring.reserveAhead();
        assertThat(reserved(ring)).isEqualTo(32);
    }

    @Test
    void aKeyWhoseSealsAreTakenIsFollowedByTheNextByItself() {
        KeyRing ring = open(new SealBudget(10, 3, 4));
        Map<Integer, Integer> sealsOfKey = new HashMap<>();

        for (int i = 0; i < 35; i++) {
            sealsOfKey.merge(seal(ring).keyVersion(), 1, Integer::sum);
        }

        assertThat(sealsOfKey).isEqualTo(Map.of(1, 10, 2, 10, 3, 10, 4, 5));
        assertThat(ring.currentVersion()).isEqualTo(4);
    }

    @Test
    void theStandardBudgetEndsAtTwoToTheThirtieth() {
        long portion = SealBudget.STANDARD.firstPortion();
        for (int i = 0; i < 10; i++) {
            portion = SealBudget.STANDARD.after(portion);
        }
        assertThat(SealBudget.STANDARD.sealsPerKey()).isEqualTo(1L << 30);
        assertThat(portion).isEqualTo(1L << 20);
    }

    @Test
    void aValueUnderAKeyThatAnotherInstanceMadeOpens() {
        KeyRing here = open();
        KeyRing there = open();

        assertThat(there.rotateDataKey()).isEqualTo(2);
        SealedBytes sealed = seal(there);

        assertThat(sealed.keyVersion()).isEqualTo(2);
        assertThat(new Sealer(here).open(CONTEXT, sealed)).containsExactly(1);
        assertThat(seal(here).keyVersion()).isEqualTo(2);
    }

    @Test
    void refreshTakesOverANewKey() {
        KeyRing here = open();
        seal(here);
        open().rotateDataKey();

        assertThat(seal(here).keyVersion()).isEqualTo(1);
        here.refresh();
        assertThat(seal(here).keyVersion()).isEqualTo(2);
    }

    @Test
    void theIndexKeyStaysTheSameForEver() {
        KeyRing ring = open();
        String tag = ring.indexKey().accountTag("target", "v-app");
        MasterKey next = MasterKey.fromBytes(AesGcm.randomKey());

        ring.rotateDataKey();
        ring.rewrap(next);

        assertThat(KeyRing.open(storage, List.of(next)).indexKey().accountTag("target", "v-app"))
                .isEqualTo(tag)
                .matches("[0-9a-f]{32}");
    }

    @Test
    void tagsTellUsesPartsAndStoresApart() {
        IndexKey key = open().indexKey();
        IndexKey other = KeyRing.open(new MapStorage("other"), List.of(master)).indexKey();

        assertThat(Set.of(
                        key.accountTag("a", "bc"),
                        key.accountTag("ab", "c"),
                        key.accountTag("a", "\ud800c"),
                        key.accountTag("a", "\ud801c"),
                        key.tag("account", "a", "bc"),
                        key.tag("use", "a", "bc"),
                        key.tag("use", "abc"),
                        key.tag("usea", "bc"),
                        other.accountTag("a", "bc")))
                .hasSize(9);
    }

    @Test
    void anUnknownOutcomeIsSettledByReading() {
        KeyRing ring = open(new SealBudget(100, 2, 2));

        storage.entries.unknownOutcomes = 1;
        seal(ring);
        assertThat(reserved(ring)).as("the portion of unknown outcome is lost").isEqualTo(4);

        storage.entries.lostWrites = 1;
        assertThat(ring.rotateDataKey()).isEqualTo(2);
        storage.entries.unknownOutcomes = 1;
        assertThat(ring.rotateDataKey()).as("made once").isEqualTo(3);
        assertThat(ring.status().keys()).hasSize(3);
    }

    @Test
    void aRingWhoseCreationHadAnUnknownOutcomeIsUsed() {
        storage.entries.unknownOutcomes = 1;
        KeyRing ring = open();

        assertThat(new Sealer(open()).open(CONTEXT, seal(ring))).containsExactly(1);
    }

    @Test
    void sealingNeverEndsInAnUnknownOutcome() {
        KeyRing ring = open();
        storage.entries.lostWrites = Integer.MAX_VALUE;

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> seal(ring))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE));
    }

    @Test
    void aRetiredKeyIsGoneAndTheErrorSaysSo() {
        KeyRing ring = open();
        SealedBytes sealed = seal(ring);
        ring.rotateDataKey();
        storage.advance(KeyRing.RETIRE_AFTER);

        ring.retire(1, KeyRing.RETIRE_AFTER);
        ring.retire(1, KeyRing.RETIRE_AFTER);

        assertThat(open().status().keys()).extracting(KeyStatus::version).containsExactly(2);
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> new Sealer(ring).open(CONTEXT, sealed))
                .withMessageContaining("data key version 1")
                .withMessageContaining("was retired");
        assertThat(ring.rotateDataKey()).as("versions are not used twice").isEqualTo(3);
    }

    @Test
    void aKeyInUseIsNotRetired() {
        KeyRing ring = open();
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> ring.retire(1, KeyRing.RETIRE_AFTER))
                .withMessageContaining("current");

        ring.rotateDataKey();
        storage.advance(KeyRing.RETIRE_AFTER.minus(Duration.ofMillis(1)));
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> ring.retire(1, KeyRing.RETIRE_AFTER))
                .withMessageContaining("replaced at 2030-01-01T00:00:00Z")
                .withMessageContaining("from 2030-01-02T00:00:00Z on");

        ring.retire(1, Duration.ofHours(1));
        assertThat(ring.status().keys()).extracting(KeyStatus::version).containsExactly(2);
    }

    @Test
    void aWrongMasterKeyIsRefusedWithBothIds() {
        open();
        MasterKey wrong = MasterKey.fromBytes(AesGcm.randomKey());

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> KeyRing.open(storage, List.of(wrong)))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_KEY))
                .withMessageContaining(master.id())
                .withMessageContaining(wrong.id());
    }

    @Test
    void aMissingMasterKeyIsRefusedWithTheIdExpected() {
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> KeyRing.open(storage, List.of()))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_KEY));
        open();
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> KeyRing.open(storage, List.of()))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_KEY))
                .withMessageContaining("wrapped by master key " + master.id() + ", but none was given");
    }

    @Test
    void noNewRingIsMadeForAStoreThatHoldsValues() {
        KeyRing ring = open();
        storage.entries.map.put("core/mounts", new Entry("core/mounts", 1, seal(ring)));
        storage.entries.map.remove(KeyRing.PATH);

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(this::open)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.UNREADABLE))
                .withMessageContaining("missing");

        storage.entries.map.clear();
        storage.leases.map.put("a/b", Rows.active("a/b", storage.now(), seal(ring)));
        assertThatExceptionOfType(StorageException.class).isThrownBy(this::open);
    }

    @Test
    void everyChangedByteOfTheRingIsNoticedAtTheStartAndByARunningProcess() {
        KeyRing running = open();
        open().rotateDataKey();
        Entry good = ring();
        byte[] bytes = good.value().bytes();
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            replaceRing(good.version(), changed);
            assertThatExceptionOfType(StorageException.class)
                    .as("byte %s of %s", i, bytes.length)
                    .isThrownBy(this::open)
                    .satisfies(e -> assertThat(e.reason()).isIn(Reason.UNREADABLE, Reason.WRONG_KEY));
            assertThatExceptionOfType(StorageException.class)
                    .as("byte %s of %s, running", i, bytes.length)
                    .isThrownBy(running::refresh)
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.UNREADABLE));
        }
        replaceRing(good.version(), bytes);
        running.refresh();
        assertThat(running.currentVersion()).isEqualTo(2);
    }

    @Test
    void everyTruncationOfTheRingIsNoticed() {
        open();
        Entry good = ring();
        for (int length = 0; length < good.value().bytes().length; length++) {
            replaceRing(good.version(), Arrays.copyOf(good.value().bytes(), length));
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(this::open)
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.UNREADABLE));
        }
    }

    @Test
    void anOlderRingUnderANewVersionIsNoticed() {
        open();
        Entry older = ring();
        open().rotateDataKey();

        replaceRing(5, older.value().bytes());

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(this::open)
                .withMessageContaining("does not pass authentication");
    }

    @Test
    void aRunningProcessSealsNothingUnderARingThatWentBack() {
        KeyRing ring = open();
        Entry older = ring();
        ring.rotateDataKey();
        SealedBytes sealed = seal(ring);

        storage.entries.map.put(KeyRing.PATH, older);

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(ring::refresh)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.UNREADABLE))
                .withMessageContaining("went back from version 3 to 1");
        assertThatExceptionOfType(StorageException.class).isThrownBy(() -> seal(ring));
        assertThat(new Sealer(ring).open(CONTEXT, sealed)).containsExactly(1);
    }

    @Test
    void aRunningProcessSealsNothingUnderARingThatIsGone() {
        KeyRing ring = open();
        seal(ring);
        Entry entry = storage.entries.map.remove(KeyRing.PATH);

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(ring::refresh)
                .withMessageContaining("missing");
        assertThatExceptionOfType(StorageException.class).isThrownBy(() -> seal(ring));

        storage.entries.map.put(KeyRing.PATH, entry);
        seal(ring);
    }

    @Test
    void nothingShowsAKeyInItsTextForm() {
        byte[] bytes = AesGcm.randomKey();
        KeyRing ring = KeyRing.open(storage, List.of(MasterKey.fromBytes(bytes)));
        RingState state = new RingEntry(storage).open(new MasterKeys(List.of(MasterKey.fromBytes(bytes))));
        DataKey key = ring.nextSeal();

        assertThat(List.of(
                        state.toString(),
                        state.content().toString(),
                        state.content().current().toString(),
                        ring.indexKey().toString(),
                        key.toString()))
                .containsExactly(
                        "key ring[data key version 1], entry version 1",
                        "key ring[data key version 1]",
                        "data key version 1",
                        "index key",
                        "data key version 1");
        assertThat(ring.status().toString()).startsWith("RingStatus[masterKeyId=");
    }

    private KeyRing open() {
        return open(SealBudget.STANDARD);
    }

    private KeyRing open(SealBudget budget) {
        return KeyRing.open(storage, List.of(master), budget);
    }

    private static SealedBytes seal(KeyRing ring) {
        return new Sealer(ring).seal(CONTEXT, 1, new byte[] {1});
    }

    private static long reserved(KeyRing ring) {
        List<KeyStatus> keys = ring.status().keys();
        return keys.get(keys.size() - 1).reservedSeals();
    }

    private Entry ring() {
        return storage.entries.get(KeyRing.PATH).orElseThrow();
    }

    private void replaceRing(long version, byte[] bytes) {
        storage.entries.map.put(KeyRing.PATH, new Entry(KeyRing.PATH, version, new SealedBytes(0, version, bytes)));
    }
}
