package io.leasehold.internal.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.internal.crypto.AesGcm;
import io.leasehold.internal.sealing.KeyRing;
import io.leasehold.internal.sealing.Sealer;
import io.leasehold.key.MasterKey;
import io.leasehold.spi.engine.Versioned;
import io.leasehold.spi.time.TimeSource;
import io.leasehold.storage.InMemoryStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MountEntriesTest {

    private final InMemoryStorage storage = new InMemoryStorage();
    private final Sealer sealer = new Sealer(KeyRing.open(storage, List.of(MasterKey.fromBytes(AesGcm.randomKey()))));
    private final SealedEntries sealed = new SealedEntries(storage, sealer, TimeSource.system());
    private final MountEntries mine = new MountEntries("mine", sealed, storage.entries());
    private final MountEntries others = new MountEntries("other", sealed, storage.entries());

    record Count(int value) {}

    @Test
    void aFolderIsReadInPagesThatHoldAllOfItAndNothingElse() {
        IntStream.range(0, 25).forEach(i -> mine.put("folder/%02d".formatted(i), new Count(i), 0));
        mine.put("folder/a/below", new Count(25), 0);
        mine.put("folders/beside", new Count(99), 0);
        mine.put("folder-beside", new Count(99), 0);
        others.put("folder/99", new Count(99), 0);

        List<Integer> read = new ArrayList<>();
        String after = "";
        int pages = 0;
        while (true) {
            List<Versioned<Count>> page = mine.page("folder", after, 10, Count.class);
            page.forEach(entry -> read.add(entry.value().value()));
            pages++;
            if (page.size() < 10) {
                break;
            }
            after = page.get(page.size() - 1).path();
        }

        assertThat(read).isEqualTo(IntStream.range(0, 26).boxed().toList());
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void anEntryOfAPageCanBeDeletedAsItWasRead() {
        mine.put("folder/one", new Count(1), 0);
        Versioned<Count> read = mine.page("folder", "", 10, Count.class).get(0);

        mine.delete(read.path(), read.version());

        assertThat(mine.page("folder", "", 10, Count.class)).isEmpty();
    }
}
