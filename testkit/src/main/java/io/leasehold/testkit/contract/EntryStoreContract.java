package io.leasehold.testkit.contract;

import static io.leasehold.testkit.contract.StoreUnderTest.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.storage.EntryStore.Entry;
import io.leasehold.spi.storage.SealedBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every {@link EntryStore} must do. The names of the tests are the contract. */
public abstract class EntryStoreContract extends StoreFixture {

    /** For subclasses. */
    protected EntryStoreContract() {}

    /** What was put is read, by this instance and by others. */
    @Test
    protected void entryIsReadAsWrittenByEveryInstance() {
        Entry written = storedEntry("mounts/db", 4);

        assertThat(entries().get("mounts/db")).contains(written);
        assertThat(another().entries().get("mounts/db")).contains(written);
    }

    /** Values are opaque bytes. */
    @Test
    protected void valuesAreKeptByteByByte() {
        byte[] large = new byte[200_000];
        new Random(11).nextBytes(large);
        List<byte[]> values = List.of(new byte[0], new byte[] {0, -1, 39, 92, 10}, large);
        for (int i = 0; i < values.size(); i++) {
            entries().put(new Entry("value/" + i, 1, new SealedBytes(i, i + 1L, values.get(i))), EntryStore.ABSENT);
        }
        for (int i = 0; i < values.size(); i++) {
            assertThat(entries().get("value/" + i).orElseThrow().value())
                    .isEqualTo(new SealedBytes(i, i + 1L, values.get(i)));
        }
    }

    /** Reading what is not there. */
    @Test
    protected void unknownPathIsEmptyWhateverItsText() {
        storedEntry("mounts/db", 1);

        for (String path : List.of("", "mounts/", "MOUNTS/DB", "mounts/db ", "\u0000", "\uD83D\uDE00", "' OR 1=1 --")) {
            assertThat(entries().get(path)).isEmpty();
            assertThat(entries().delete(path, 1)).isFalse();
        }
    }

    /** Paths outside of the range are refused. */
    @Test
    protected void pathThatIsNotPrintableAsciiIsRefusedByName() {
        for (String path : List.of("", "roles/\u00e4", "roles/\u0000", "x".repeat(513))) {
            assertThatThrownBy(() -> entries().put(entry(path, 1), EntryStore.ABSENT))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("path");
        }
    }

    /** An entry is made once. */
    @Test
    protected void entryThatExistsIsNotMadeAgain() {
        Entry first = storedEntry("mounts/db", 1);

        assertThat(another().entries().put(entry("mounts/db", 2), EntryStore.ABSENT))
                .isFalse();
        assertThat(entries().get("mounts/db")).contains(first);
    }

    /** Compare and set. */
    @Test
    protected void entryIsReplacedOnlyWhenItsVersionIsTheOneExpected() {
        storedEntry("mounts/db", 1);

        assertThat(entries().put(entry("mounts/db", 5), 1)).isTrue();
        assertThat(entries().put(entry("mounts/db", 6), 1)).isFalse();
        assertThat(another().entries().get("mounts/db")).contains(entry("mounts/db", 5));
    }

    /** An expected version is not made up. */
    @Test
    protected void entryThatDoesNotExistIsNotReplaced() {
        assertThat(entries().put(entry("mounts/db", 2), 1)).isFalse();
        assertThat(entries().get("mounts/db")).isEmpty();
    }

    /** Delete compares too. */
    @Test
    protected void entryIsDeletedOnlyWhenItsVersionIsTheOneExpected() {
        storedEntry("mounts/db", 3);

        assertThat(entries().delete("mounts/db", 2)).isFalse();
        assertThat(entries().delete("mounts/db", EntryStore.ABSENT)).isFalse();
        assertThat(another().entries().delete("mounts/db", 3)).isTrue();
        assertThat(entries().delete("mounts/db", 3)).isFalse();
        assertThat(entries().delete("mounts/db", EntryStore.ABSENT)).isFalse();
        assertThat(entries().get("mounts/db")).isEmpty();
    }

    /** A path may be used again. */
    @Test
    protected void entryIsMadeAgainAfterItWasDeleted() {
        storedEntry("mounts/db", 3);
        entries().delete("mounts/db", 3);

        storedEntry("mounts/db", 4);
        assertThat(entries().delete("mounts/db", 3)).isFalse();
    }

    /** Order and bounds of a listing. */
    @Test
    protected void listIsOrderedByteByByteAndBoundedByPrefixPlaceAndLimit() {
        List<String> paths = List.of("b/~", "b/a", "b/B", "b2/a", "a/x", "b/_", "b/%", "b/aa", "c");
        paths.forEach(path -> storedEntry(path, 1));

        assertThat(paths(entries().list("b/", "", 100))).containsExactly("b/%", "b/B", "b/_", "b/a", "b/aa", "b/~");
        assertThat(paths(entries().list("b/", "", 2))).containsExactly("b/%", "b/B");
        assertThat(paths(entries().list("b/", "b/B", 2))).containsExactly("b/_", "b/a");
        assertThat(paths(entries().list("b/", "b/ab", 100))).containsExactly("b/~");
        assertThat(paths(entries().list("b/", "b/~", 100))).isEmpty();
        assertThat(paths(entries().list("b/", "a", 1))).containsExactly("b/%");
        assertThat(paths(entries().list("b/%", "", 100))).containsExactly("b/%");
        assertThat(paths(entries().list("b/_", "", 100))).containsExactly("b/_");
        assertThat(paths(another().entries().list("", "", 100)))
                .containsExactlyElementsOf(paths.stream().sorted().toList());
        assertThat(paths(entries().list("\u00e4", "", 100))).isEmpty();
        assertThat(paths(entries().list("", "\u0000", 1))).containsExactly("a/x");
        assertThat(paths(entries().list("", "\uD83D\uDE00", 100))).isEmpty();
    }

    /** A listing carries values. */
    @Test
    protected void listReturnsWholeEntries() {
        Entry first = storedEntry("a/1", 7);
        Entry second = storedEntry("a/2", 8);

        assertThat(entries().list("a/", "", 10)).containsExactly(first, second);
    }

    /** Races to make an entry. */
    @Test
    protected void onlyOneOfManyConcurrentWritersMakesAnEntry() throws Exception {
        for (int round = 0; round < 5; round++) {
            String path = "lock/" + round;
            List<Boolean> made =
                    Race.of(8, participant -> instance(participant).entries().put(entry(path, 1), EntryStore.ABSENT));
            assertThat(made).containsOnlyOnce(true);
        }
    }

    /** Races to replace an entry. */
    @Test
    protected void noUpdateIsLostAmongConcurrentWriters() throws Exception {
        storedEntry("counter", 1);
        Race.of(6, participant -> {
            for (int done = 0; done < 10; ) {
                EntryStore store = instance(participant).entries();
                long version = store.get("counter").orElseThrow().version();
                if (store.put(entry("counter", version + 1), version)) {
                    done++;
                }
            }
            return participant;
        });

        assertThat(entries().get("counter").orElseThrow().version()).isEqualTo(61);
    }

    /** Races of writers and deleters. */
    @Test
    protected void putsAndDeletesOfOneEntryTakeTurns() throws Exception {
        List<Integer> balances = Race.of(6, participant -> {
            EntryStore store = instance(participant).entries();
            int balance = 0;
            for (int i = 0; i < 20; i++) {
                Optional<Entry> seen = store.get("turns");
                if (seen.isEmpty()) {
                    balance += store.put(entry("turns", 1L + participant * 1_000L + i), EntryStore.ABSENT) ? 1 : 0;
                } else {
                    balance -= store.delete("turns", seen.get().version()) ? 1 : 0;
                }
            }
            return balance;
        });

        int left = balances.stream().mapToInt(Integer::intValue).sum();
        assertThat(entries().get("turns").isPresent() ? 1 : 0).isEqualTo(left);
    }

    /** Listings beside writes. */
    @Test
    protected void listBesideWritersShowsWholeEntriesInOrder() throws Exception {
        for (int i = 0; i < 20; i++) {
            storedEntry("many/" + (char) ('a' + i), 1);
        }
        Race.of(4, participant -> {
            EntryStore store = instance(participant).entries();
            for (int i = 0; i < 20; i++) {
                if (participant == 0) {
                    List<Entry> seen = store.list("many/", "", 100);
                    assertThat(paths(seen)).hasSize(20).isSorted();
                    assertThat(seen).allSatisfy(one -> assertThat(one).isEqualTo(entry(one.path(), one.version())));
                } else {
                    String path = "many/" + (char) ('a' + i);
                    long version = store.get(path).orElseThrow().version();
                    store.put(entry(path, version + 1), version);
                }
            }
            return participant;
        });
    }

    private static List<String> paths(List<Entry> entries) {
        List<String> paths = new ArrayList<>();
        entries.forEach(one -> paths.add(one.path()));
        return paths;
    }
}
