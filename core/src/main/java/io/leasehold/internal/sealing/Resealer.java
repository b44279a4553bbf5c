package io.leasehold.internal.sealing;

import io.leasehold.error.StorageException;
import io.leasehold.error.StorageException.Reason;
import io.leasehold.internal.sealing.ResealReport.Problem;
import io.leasehold.lease.LeaseQuery;
import io.leasehold.lease.LeaseState;
import io.leasehold.spi.storage.EntryStore.Entry;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.LeaseSnapshot;
import io.leasehold.spi.storage.LeaseStore;
import io.leasehold.spi.storage.SealedBytes;
import io.leasehold.spi.storage.Storage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Moves everything stored to the current data key, page by page. Each value is replaced by compare-and-set, so that a write
 * which happens meanwhile is never undone; several instances may do this at once, and it may be repeated after a crash.
 * Thread-safe.
 *
 * <p>A lease that somebody is working on (its creation is under way, or it is claimed) is left for another run: its version
 * belongs to them. A value that cannot be opened is reported and left as it is.
 */
public final class Resealer {

    private static final int PAGE = 500;

    /** How often a value is tried that others keep writing; a writer seals with the current key, so once mostly suffices. */
    private static final int TRIES = 5;

    /** The most passes of {@link #runUntilSettled()}: requests that never pause must not keep it from answering. */
    static final int MOST_PASSES = 20;

    private final Storage storage;
    private final KeyRing ring;
    private final Sealer sealer;
    private final SealContexts contexts;

    /**
     * Makes a resealer.
     *
     * @param storage the store
     * @param ring its keys
     * @param contexts tells where values belong
     */
    public Resealer(Storage storage, KeyRing ring, SealContexts contexts) {
        this.storage = storage;
        this.ring = ring;
        this.sealer = new Sealer(ring);
        this.contexts = contexts;
    }

    /**
     * Goes through all entries and leases once.
     *
     * @return what was done
     * @throws StorageException when the store fails; what was done until then is kept
     */
    public ResealReport run() {
        ring.refresh();
        Run run = new Run(ring.currentVersion());
        run.entries();
        run.leases();
        return new ResealReport(run.target, run.resealed, run.deferred, run.unreadable, run.problems);
    }

    /**
     * Goes through all entries and leases until nothing remains that can be moved, or a pass has moved nothing: what was being
     * worked on in one pass is often free in the next. Ends after {@value #MOST_PASSES} passes at the latest.
     *
     * @return what was done in all, and what remained after the last pass
     * @throws StorageException when the store fails; what was done until then is kept
     */
    public ResealReport runUntilSettled() {
        ResealReport last = run();
        long resealed = last.resealed();
        boolean progress = true;
        for (int passes = 1; last.deferred() > 0 && progress && passes < MOST_PASSES; passes++) {
            ResealReport next = run();
            progress = next.resealed() > 0 || next.deferred() < last.deferred();
            resealed += next.resealed();
            last = next;
        }
        return new ResealReport(last.keyVersion(), resealed, last.deferred(), last.unreadable(), last.problems());
    }

    /** One pass and its counters; used by one thread. */
    private final class Run {

        private final int target;
        private final List<Problem> problems = new ArrayList<>();
        private long resealed;
        private long deferred;
        private long unreadable;

        Run(int target) {
            this.target = target;
        }

        void entries() {
            String after = "";
            while (true) {
                List<Entry> page = storage.entries().list("", after, PAGE);
                if (page.isEmpty()) {
                    return;
                }
                page.forEach(this::entry);
                after = page.get(page.size() - 1).path();
            }
        }

        void leases() {
            LeaseQuery query = LeaseQuery.all().withSealedBelow(target).limitedTo(PAGE);
            LeaseQuery.@Nullable Cursor next = null;
            do {
                LeaseStore.Page page = storage.leases().query(query.after(next));
                page.rows().forEach(row -> lease(row.id()));
                next = page.next();
            } while (next != null);
        }

        private void entry(Entry listed) {
            Optional<Entry> found = Optional.of(listed);
            for (int i = 0; i < TRIES; i++) {
                if (found.isEmpty() || isDone(found.get())) {
                    return;
                }
                Entry old = found.get();
                long version = old.version() + 1;
                Optional<SealedBytes> moved = moved(old.path(), () -> opened(old), version);
                if (moved.isEmpty()
                        || isStored(() ->
                                storage.entries().put(new Entry(old.path(), version, moved.get()), old.version()))) {
                    return;
                }
                found = storage.entries().get(old.path());
            }
            deferred++;
        }

        private void lease(String id) {
            for (int i = 0; i < TRIES; i++) {
                Optional<LeaseSnapshot> found = storage.leases().find(id);
                if (found.isEmpty() || found.get().row().body().keyVersion() >= target) {
                    return;
                }
                LeaseRow old = found.get().row();
                if (isBusy(old, found.get().readAt())) {
                    break;
                }
                Optional<SealedBytes> moved =
                        moved(id, () -> opened(old), old.body().revision() + 1);
                if (moved.isEmpty()
                        || isStored(() -> storage.leases()
                                .update(withBody(old, moved.get()))
                                .isPresent())) {
                    return;
                }
            }
            deferred++;
        }

        /** The value under the current key; empty when it cannot be opened, which is counted. */
        private Optional<SealedBytes> moved(String id, Supplier<Opened> opening, long revision) {
            Opened opened;
            try {
                opened = opening.get();
            } catch (StorageException e) {
                if (e.reason() != Reason.UNREADABLE) {
                    throw e;
                }
                unreadable++;
                if (problems.size() < ResealReport.MAX_PROBLEMS) {
                    problems.add(new Problem(id, String.valueOf(e.getMessage())));
                }
                return Optional.empty();
            }
            try {
                return Optional.of(sealer.seal(opened.context(), revision, opened.clear()));
            } finally {
                Arrays.fill(opened.clear(), (byte) 0);
            }
        }

        /** Whether the write certainly took effect; otherwise the value is read again. */
        private boolean isStored(BooleanSupplier write) {
            try {
                boolean stored = write.getAsBoolean();
                resealed += stored ? 1 : 0;
                return stored;
            } catch (StorageException e) {
                if (e.reason() == Reason.OUTCOME_UNKNOWN) {
                    return false;
                }
                throw e;
            }
        }

        private boolean isDone(Entry entry) {
            return entry.path().equals(KeyRing.PATH) || entry.value().keyVersion() >= target;
        }
    }

    /** A value with the place it belongs to; the clear bytes are wiped after use. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Opened(SealContext context, byte[] clear) {

        @Override
        public String toString() {
            return context.toString();
        }
    }

    private Opened opened(Entry entry) {
        SealContext context = contexts.of(entry).orElseThrow(() -> homeless("entry " + entry.path()));
        if (entry.value().revision() != entry.version()) {
            // Sealing an older value anew would make it current.
            throw new StorageException(
                    Reason.UNREADABLE,
                    context + " has version " + entry.version() + ", but its value was sealed for version "
                            + entry.value().revision() + ": one of them was changed",
                    null);
        }
        return new Opened(context, sealer.open(context, entry.value()));
    }

    private Opened opened(LeaseRow row) {
        SealContext context = contexts.of(row).orElseThrow(() -> homeless("lease " + row.id()));
        return new Opened(context, sealer.open(context, row.body()));
    }

    private static StorageException homeless(String what) {
        return new StorageException(Reason.UNREADABLE, what + " belongs to nothing known", null);
    }

    private static boolean isBusy(LeaseRow row, Instant now) {
        Instant createBy = row.createBy();
        boolean beingCreated = row.state() == LeaseState.PENDING && createBy != null && createBy.isAfter(now);
        return beingCreated || row.claimedAt(now);
    }

    private static LeaseRow withBody(LeaseRow row, SealedBytes body) {
        return new LeaseRow(
                row.id(),
                row.mountId(),
                row.targetId(),
                row.accountTag(),
                row.state(),
                row.issuedAt(),
                row.expiresAt(),
                row.dueAt(),
                row.createBy(),
                row.attempts(),
                row.absences(),
                row.claim(),
                row.claimedUntil(),
                row.version(),
                body);
    }
}
