package io.leasehold.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.storage.EntryStore.Entry;
import io.leasehold.spi.storage.SealedBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MemoryEntriesTest {

    private static final int PATHS = 12;
    private static final List<String> PREFIXES = List.of("a/", "a/b", "a/b/", "", "a/e", "a/b/f", "h", "c");

    private final MemoryEntries entries = new MemoryEntries(new Gate());

    /** Each number is a step: what is done, and to which path. */
    @Property
    void listsAreThoseOfASortedMapWhateverCameBefore(
            @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 4 * PATHS - 1) Integer> steps) {
        MemoryEntries store = new MemoryEntries(new Gate());
        NavigableMap<String, Entry> model = new TreeMap<>();
        for (int step : steps) {
            String path = path(step % PATHS);
            Entry known = model.get(path);
            switch (step / PATHS) {
                case 0, 1 -> {
                    long expected = known == null ? EntryStore.ABSENT : known.version();
                    Entry entry = entry(path, expected + 1);
                    assertThat(store.put(entry, expected)).isTrue();
                    model.put(path, entry);
                }
                case 2 -> {
                    assertThat(store.delete(path, known == null ? 1 : known.version()))
                            .isEqualTo(known != null);
                    model.remove(path);
                }
                default -> {
                    String prefix = PREFIXES.get(step % PREFIXES.size());
                    assertThat(store.list(prefix, path, 5)).isEqualTo(listed(model, prefix, path, 5));
                }
            }
        }
        for (String prefix : PREFIXES) {
            assertThat(store.list(prefix, "", 1000)).isEqualTo(listed(model, prefix, "", 1000));
        }
    }

    private static List<Entry> listed(NavigableMap<String, Entry> model, String prefix, String after, int limit) {
        return model.tailMap(after, false).values().stream()
                .filter(entry -> entry.path().startsWith(prefix))
                .limit(limit)
                .toList();
    }

    @Test
    void manyAreListedInOrderWhenNobodyAskedForTheOrderBefore() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            String path = "a/%04d".formatted((i * 7919) % 5000);
            entries.put(entry(path, 1), EntryStore.ABSENT);
            expected.add("a/%04d".formatted(i));
        }

        assertThat(entries.list("a/", "", 10_000)).extracting(Entry::path).isEqualTo(expected);
    }

    @Test
    void listSortsNoOtherFolder() {
        PathOrder order = new PathOrder();
        List.of("many/b", "many/a", "few/b", "few/a", "few/deep/a").forEach(order::add);

        assertThat(order.from("few/", "few/", true)).startsWith("few/a", "few/b", "few/deep/a");
        assertThat(order.unsorted()).isEqualTo(2);
    }

    @Test
    void nothingIsRememberedOfAPathThatIsGone() {
        PathOrder order = new PathOrder();
        order.add("stays");
        for (int i = 0; i < 100; i++) {
            order.add("folder/" + i + "/comes");
            order.add("comes");
            order.remove("folder/" + i + "/comes");
            order.remove("comes");
        }

        assertThat(order.unsorted()).isEqualTo(1);
        assertThat(order.from("", "", true)).containsExactly("stays");
    }

    /** In folders, and in folders of those, some of whose names begin alike. */
    private static String path(int number) {
        String folder = List.of("a/", "a/b/", "a/bb/", "").get(number % 4);
        return folder + (char) ('a' + number);
    }

    private static Entry entry(String path, long version) {
        return new Entry(path, version, new SealedBytes(1, version, new byte[] {1}));
    }
}
