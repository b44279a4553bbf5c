package io.leasehold.internal.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.StorageException;
import io.leasehold.internal.crypto.AesGcm;
import io.leasehold.internal.sealing.KeyRing;
import io.leasehold.internal.sealing.Sealer;
import io.leasehold.key.MasterKey;
import io.leasehold.spi.engine.Versioned;
import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.storage.LeaseStore;
import io.leasehold.spi.storage.Storage;
import io.leasehold.spi.time.TimeSource;
import io.leasehold.storage.InMemoryStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is read from memory is never older than what this process wrote, however reads and writes overlap. */
class SealedEntriesTest {

    private static final String PATH = "core/settings";

    /** Time that stands still: what is kept never lapses by itself. */
    private static final TimeSource STILL = new TimeSource() {
        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public void sleep(Duration duration) {
            throw new AssertionError("entries do not sleep");
        }
    };

    private final Interrupted storage = new Interrupted(new InMemoryStorage());
    private final Sealer sealer = new Sealer(KeyRing.open(storage, List.of(MasterKey.fromBytes(AesGcm.randomKey()))));
    private final SealedEntries entries = new SealedEntries(storage, sealer, STILL);

    record Setting(String value) {}

    @Test
    void aReadIsKept() {
        write("first");
        assertThat(read()).contains("first");
        int reads = storage.reads;

        assertThat(read()).contains("first");

        assertThat(storage.reads).isEqualTo(reads);
    }

    @Test
    void aWriteBetweenAReadOfTheStoreAndItsEndIsSeenByTheNextRead() {
        write("first");
        storage.afterNextRead = () -> write("second");
        assertThat(read()).as("read before the write").contains("first");

        assertThat(read()).contains("second");
    }

    @Test
    void aDeletionBetweenAReadOfTheStoreAndItsEndIsSeenByTheNextRead() {
        Versioned<Setting> stored = write("first");
        storage.afterNextRead = () -> entries.delete(PATH, stored.version());
        assertThat(read()).as("read before the deletion").contains("first");

        assertThat(read()).isEmpty();
    }

    @Test
    void whatWasForgottenWhileItWasReadIsReadAgain() {
        write("first");
        SealedEntries elsewhere = new SealedEntries(storage, sealer, STILL);
        storage.afterNextRead = () -> {
            elsewhere.put("", PATH, new Setting("second"), version());
            entries.forgetAll();
        };
        assertThat(read()).contains("first");

        assertThat(read()).contains("second");
    }

    @Test
    void aWriteOfUnknownOutcomeIsLookedForInTheStore() {
        write("first");
        assertThat(read()).contains("first");
        storage.loseNextAnswer = true;
        assertThatThrownBy(() -> write("second")).isInstanceOf(StorageException.class);

        assertThat(read()).contains("second");
    }

    private Optional<String> read() {
        return entries.get("", PATH, Setting.class).map(entry -> entry.value().value());
    }

    private Versioned<Setting> write(String value) {
        return entries.put("", PATH, new Setting(value), version());
    }

    private long version() {
        return storage.real.entries().get(PATH).map(EntryStore.Entry::version).orElse(EntryStore.ABSENT);
    }

    /** A store in which something happens between a read and its answer, or whose answer to a write is lost. */
    private static final class Interrupted implements Storage, EntryStore {

        private final Storage real;
        private Runnable afterNextRead = () -> {};
        private boolean loseNextAnswer;
        private int reads;

        Interrupted(Storage real) {
            this.real = real;
        }

        @Override
        public Optional<Entry> get(String path) {
            reads++;
            Optional<Entry> found = real.entries().get(path);
            Runnable what = afterNextRead;
            afterNextRead = () -> {};
            what.run();
            return found;
        }

        @Override
        public List<Entry> list(String prefix, String after, int limit) {
            return real.entries().list(prefix, after, limit);
        }

        @Override
        public boolean put(Entry entry, long expectedVersion) {
            boolean written = real.entries().put(entry, expectedVersion);
            if (loseNextAnswer) {
                loseNextAnswer = false;
                throw new StorageException(StorageException.Reason.OUTCOME_UNKNOWN, "the answer was lost", null);
            }
            return written;
        }

        @Override
        public boolean delete(String path, long expectedVersion) {
            return real.entries().delete(path, expectedVersion);
        }

        @Override
        public String id() {
            return real.id();
        }

        @Override
        public boolean durable() {
            return real.durable();
        }

        @Override
        public Instant now() {
            return real.now();
        }

        @Override
        public LeaseStore leases() {
            return real.leases();
        }

        @Override
        public EntryStore entries() {
            return this;
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
