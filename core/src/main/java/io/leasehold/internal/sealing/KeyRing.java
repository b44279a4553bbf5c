package io.leasehold.internal.sealing;

import io.leasehold.error.ConflictException;
import io.leasehold.error.StorageException;
import io.leasehold.internal.sealing.RingEntry.Change;
import io.leasehold.internal.sealing.RingStatus.KeyStatus;
import io.leasehold.key.MasterKey;
import io.leasehold.spi.storage.Storage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data keys of one store. They lie in the store, wrapped by the master key; any number of instances share them, and see
 * each other's changes at the next {@link #refresh()} at the latest. Thread-safe.
 *
 * <p><strong>Limits.</strong> A data key seals at most 2<sup>30</sup> values. Each process takes seals in portions, which
 * it writes to the ring before it uses them; when a key's seals are all taken, the next key is made.
 *
 * <p><strong>Replacing the data key:</strong> {@link #rotateDataKey()}, then {@link Resealer#run} until nothing remains,
 * then, after {@link #RETIRE_AFTER}, {@link #retire}.
 *
 * <p><strong>Replacing the master key without downtime:</strong> (1) restart the instances one by one with both master keys;
 * the ring stays wrapped by the old one, and keys made meanwhile are wrapped by the old one too, so instances of both
 * kinds work side by side. (2) When all have both, call {@link #rewrap} with the new one on any instance. (3) Restart the
 * instances one by one with the new one alone. An instance that has only the old key at step 2 goes on with the keys that
 * it has unwrapped, and warns; it cannot start again.
 */
public final class KeyRing {

    /** The path of the ring's entry. */
    public static final String PATH = "core/keyring";

    /**
     * How long a key should have been replaced before it is retired: an instance that was stopped for a while may still
     * store what it sealed with the old key.
     */
    public static final Duration RETIRE_AFTER = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);

    /** Seals left at which the next portion is taken ahead: more than threads that may be about to seal. */
    private static final long FEW = 256;

    private final String storeId;
    private final RingEntry entry;
    private final SealBudget budget;
    private final ReentrantLock changing = new ReentrantLock();

    // Written under the lock, read without it.
    private volatile RingState state;
    private volatile @Nullable Portion portion;

    // Under the lock.
    private MasterKeys masters;
    private long nextPortion;

    private KeyRing(Storage storage, MasterKeys masters, SealBudget budget) {
        this.storeId = storage.id();
        this.entry = new RingEntry(storage);
        this.budget = budget;
        this.masters = masters;
        this.nextPortion = budget.firstPortion();
        this.state = entry.open(masters);
    }

    /** Seals that this process has taken for itself. */
    private static final class Portion {

        private final DataKey key;
        private final AtomicLong left;
        private final long few;

        Portion(DataKey key, long seals) {
            this.key = key;
            this.left = new AtomicLong(seals);
            this.few = Math.min(FEW, seals / 8);
        }

        boolean takeOne() {
            return left.getAndDecrement() > 0;
        }

        boolean isNearlyTaken() {
            return left.get() <= few;
        }
    }

    /**
     * Opens the key ring of a store, and makes it if the store is new; instances that do so at the same time end with the
     * same one.
     *
     * @param storage the store
     * @param masterKeys the master keys at hand: the one that wraps the ring, and others while it is being replaced; the
     *     first wraps the ring of a new store
     * @return the ring
     * @throws StorageException with reason {@code WRONG_KEY} when the master key that wraps the ring is not among them;
     *     {@code UNREADABLE} when the ring is missing from a store that holds values, or is not authentic
     */
    public static KeyRing open(Storage storage, List<MasterKey> masterKeys) {
        return open(storage, masterKeys, SealBudget.STANDARD);
    }

    static KeyRing open(Storage storage, List<MasterKey> masterKeys, SealBudget budget) {
        return new KeyRing(storage, new MasterKeys(masterKeys), budget);
    }

    /** The store that the ring belongs to. */
    String storeId() {
        return storeId;
    }

    /**
     * The key of keyed hashes.
     *
     * @return the same for the life of the store
     */
    public IndexKey indexKey() {
        return state.index();
    }

    /**
     * The version of the data key that values are sealed with now, as far as this process knows.
     *
     * @return 1 or more
     */
    public int currentVersion() {
        return state.currentVersion();
    }

    /**
     * What people may know about the ring.
     *
     * @return the ring as this process knows it
     */
    public RingStatus status() {
        RingContent content = state.content();
        return new RingStatus(
                content.masterKeyId(),
                content.keys().stream()
                        .map(key -> new KeyStatus(key.version(), key.createdAt(), key.reserved()))
                        .toList());
    }

    /**
     * Takes over what other instances have changed. To be called every few seconds; costs one read when nothing has.
     *
     * @throws StorageException with reason {@code UNREADABLE} when the ring is gone, not authentic, or older than it was;
     *     until that ends, nothing is sealed, and what can be opened with the known keys is
     */
    public void refresh() {
        changing.lock();
        try {
            install(entry.reload(state, masters));
        } catch (StorageException e) {
            if (e.reason() == StorageException.Reason.UNREADABLE) {
                // The next seal meets the same error, instead of using a key that a restart would not find.
                portion = null;
            }
            throw e;
        } finally {
            changing.unlock();
        }
    }

    /**
     * Makes a new data key, which seals from now on: here at once, on other instances after their next {@link #refresh()}.
     * When another instance makes one at the same time, that one counts.
     *
     * @return the version of the current data key
     */
    public int rotateDataKey() {
        changing.lock();
        try {
            install(entry.reload(state, masters));
            int before = state.currentVersion();
            change(seen -> seen.currentVersion() > before
                    ? Optional.empty()
                    : Optional.of(entry.edits().withNewKey(seen.content(), masters)));
            return state.currentVersion();
        } finally {
            changing.unlock();
        }
    }

    /**
     * Wraps all keys by another master key, after seeing that it unwraps them again. See the class for the order in which to
     * do this without downtime.
     *
     * @param master the new master key; does nothing if it wraps the ring already
     */
    public void rewrap(MasterKey master) {
        changing.lock();
        try {
            masters = masters.with(master);
            install(entry.reload(state, masters));
            change(seen -> seen.content().masterKeyId().equals(master.id())
                    ? Optional.empty()
                    : Optional.of(entry.edits().rewrapped(seen, master)));
        } finally {
            changing.unlock();
        }
    }

    /**
     * Removes a data key that nothing is sealed with any more, as a {@link Resealer} has reported. What is sealed with it all
     * the same can never be opened again, except from a backup.
     *
     * @param version the data key's version; nothing is done if there is no such key any more
     * @param replacedFor how long the key must have been replaced, by the store's clock: {@link #RETIRE_AFTER}, or less when
     *     the key has leaked and every instance was restarted after the rotation
     * @throws ConflictException when it is the current one, or was replaced too recently
     */
    public void retire(int version, Duration replacedFor) {
        changing.lock();
        try {
            change(seen -> entry.edits().without(seen.content(), version, replacedFor));
        } finally {
            changing.unlock();
        }
    }

    /**
     * Takes a portion of seals if few are left, so that {@link #sealAtHand} finds one.
     */
    void reserveAhead() {
        Portion mine = portion;
        if (mine == null || mine.isNearlyTaken()) {
            takePortion(mine);
        }
    }

    /**
     * Counts one seal against the current key, if one is at hand. For whoever seals while it holds a connection to the store, or
     * its write lock: were a portion taken then, it would wait for whoever is changing the ring, and they for the store.
     */
    Optional<DataKey> sealAtHand() {
        Portion mine = portion;
        return mine != null && mine.takeOne() ? Optional.of(mine.key) : Optional.empty();
    }

    /** Counts one seal against the current key, and takes a portion of seals if needed. */
    DataKey nextSeal() {
        while (true) {
            Portion mine = portion;
            if (mine != null && mine.takeOne()) {
                return mine.key;
            }
            takePortion(mine);
        }
    }

    /** A data key, after reading the ring again when the version is newer than what is known; empty when there is none. */
    Optional<SecretKey> key(int version) {
        if (version > state.currentVersion()) {
            refresh();
        }
        return Optional.ofNullable(state.secrets().get(version));
    }

    /** The versions at hand, for messages. */
    String versions() {
        return "versions " + state.secrets().keySet().stream().sorted().toList();
    }

    private void takePortion(@Nullable Portion exhausted) {
        changing.lock();
        try {
            if (portion != exhausted) {
                return; // another thread was faster
            }
            Change change = change(seen -> Optional.of(
                    entry.edits().withReserved(seen.content(), masters, nextPortion, budget.sealsPerKey())));
            WrappedKey now = change.after().content().current();
            long before = change.before()
                    .content()
                    .key(now.version())
                    .map(WrappedKey::reserved)
                    .orElse(0L);
            portion =
                    new Portion(new DataKey(now.version(), change.after().key(now.version())), now.reserved() - before);
            nextPortion = budget.after(nextPortion);
        } finally {
            changing.unlock();
        }
    }

    private Change change(Function<RingState, Optional<RingContent>> change) {
        Change done = entry.change(state, masters, change);
        install(done.after());
        return done;
    }

    private void install(RingState next) {
        RingState last = state;
        state = next;
        if (next.currentVersion() != last.currentVersion()) {
            portion = null;
            LOG.info("Data key version {} seals from now on", next.currentVersion());
        }
        String master = next.content().masterKeyId();
        if (!master.equals(last.content().masterKeyId())) {
            LOG.info("The data keys are wrapped by master key {} now", master);
            if (masters.find(master).isEmpty()) {
                LOG.warn(
                        "Master key {} is not configured here: this process cannot be started again without it",
                        master);
            }
        }
    }
}
