package io.leasehold.internal.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leasehold.error.StorageException;
import io.leasehold.internal.crypto.AesGcm;
import io.leasehold.internal.sealing.ResealReport.Problem;
import io.leasehold.key.MasterKey;
import io.leasehold.spi.storage.EntryStore.Entry;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.SealedBytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResealerTest {

    private final MasterKey master = MasterKey.fromBytes(AesGcm.randomKey());
    private final MapStorage storage = new MapStorage("store");
    private final KeyRing ring = KeyRing.open(storage, List.of(master));
    private final Sealer sealer = new Sealer(ring);
    private final Resealer resealer = new Resealer(storage, ring, ResealerTest::contextOf);

    @BeforeEach
    void store() {
        putEntry("core/mounts");
        putEntry("m/" + Rows.MOUNT + "/role");
        putLease("database/creds/app/a");
        putLease("database/creds/app/b");
    }

    @Test
    void everythingIsMovedToTheCurrentKeyAndStillOpens() {
        ring.rotateDataKey();

        ResealReport report = resealer.run();

        assertThat(report).isEqualTo(new ResealReport(2, 4, 0, 0, List.of()));
        assertThat(report.remaining()).isZero();
        assertEverythingUnder(2);
        assertThat(resealer.run().resealed()).as("nothing is left to do").isZero();
    }

    @Test
    void versionsAndRevisionsGoUp() {
        ring.rotateDataKey();
        resealer.run();

        assertThat(entry("core/mounts").version()).isEqualTo(2);
        assertThat(entry("core/mounts").value().revision()).isEqualTo(2);
        assertThat(lease("database/creds/app/a").version()).isEqualTo(2);
        assertThat(lease("database/creds/app/a").body().revision()).isEqualTo(2);
    }

    @Test
    void theOldKeyCanBeRetiredAfterwards() {
        ring.rotateDataKey();
        resealer.run();
        storage.advance(KeyRing.RETIRE_AFTER);

        ring.retire(1, KeyRing.RETIRE_AFTER);

        assertEverythingUnder(2);
    }

    @Test
    void manyPagesAreGoneThrough() {
        for (int i = 0; i < 1200; i++) {
            putLease("database/creds/many/" + i);
            putEntry("m/" + Rows.MOUNT + "/many/" + i);
        }
        ring.rotateDataKey();

        assertThat(resealer.run().resealed()).isEqualTo(4 + 2 * 1200);
        assertEverythingUnder(2);
    }

    @Test
    void anUnreadableValueIsReportedAndStopsNothing() {
        LeaseRow row = lease("database/creds/app/a");
        row.body().bytes()[20] ^= 1;
        entry("core/mounts").value().bytes()[0] = 9;
        putEntry("unknown/entry");
        ring.rotateDataKey();

        ResealReport report = resealer.run();

        assertThat(report.resealed()).isEqualTo(2);
        assertThat(report.unreadable()).isEqualTo(3);
        assertThat(report.remaining()).isEqualTo(3);
        assertThat(report.problems())
                .extracting(Problem::id)
                .containsExactly("core/mounts", "unknown/entry", "database/creds/app/a");
        assertThat(report.problems())
                .extracting(Problem::reason)
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("unknown format 9"),
                        reason -> assertThat(reason).contains("belongs to nothing known"),
                        reason -> assertThat(reason).contains("does not pass authentication"));
        assertThat(lease("database/creds/app/a")).as("left as it is").isEqualTo(row);
    }

    @Test
    void anOlderValueUnderANewerVersionIsNotMadeCurrent() {
        Entry old = entry("core/mounts");
        storage.entries.map.put("core/mounts", new Entry("core/mounts", 9, old.value()));
        ring.rotateDataKey();

        assertThat(resealer.run().problems())
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.reason()).contains("has version 9, but its value was sealed for version 1"));
    }

    @Test
    void leasesBeingWorkedOnAreLeftForAnotherRun() {
        LeaseRow pending =
                Rows.pending(lease("database/creds/app/a"), storage.now().plus(Duration.ofMinutes(1)));
        LeaseRow claimed =
                Rows.claimed(lease("database/creds/app/b"), storage.now().plus(Duration.ofMinutes(1)));
        storage.leases.map.put(pending.id(), pending);
        storage.leases.map.put(claimed.id(), claimed);
        ring.rotateDataKey();

        ResealReport report = resealer.run();
        assertThat(report.deferred()).isEqualTo(2);
        assertThat(report.remaining()).isEqualTo(2);
        assertThat(lease(pending.id())).isEqualTo(pending);
        assertThat(lease(claimed.id())).isEqualTo(claimed);

        storage.advance(Duration.ofMinutes(1));
        assertThat(resealer.run().resealed()).isEqualTo(2);
        assertEverythingUnder(2);
    }

    @Test
    void aLeaseThatIsFreeAgainIsMovedInTheNextPass() {
        LeaseRow claimed =
                Rows.claimed(lease("database/creds/app/a"), storage.now().plus(Duration.ofMinutes(1)));
        storage.leases.map.put(claimed.id(), claimed);
        ring.rotateDataKey();
        // The claim on the first lease lapses while the second one is moved.
        SealContexts slowly = new SealContexts() {
            @Override
            public Optional<SealContext> of(Entry entry) {
                return contextOf(entry);
            }

            @Override
            public Optional<SealContext> of(LeaseRow row) {
                storage.advance(Duration.ofMinutes(1));
                return SealContexts.super.of(row);
            }
        };

        ResealReport report = new Resealer(storage, ring, slowly).runUntilSettled();

        assertThat(report).isEqualTo(new ResealReport(2, 4, 0, 0, List.of()));
        assertEverythingUnder(2);
    }

    @Test
    void aPassThatMovesNothingIsTheLast() {
        LeaseRow claimed =
                Rows.claimed(lease("database/creds/app/b"), storage.now().plus(Duration.ofMinutes(1)));
        storage.leases.map.put(claimed.id(), claimed);
        ring.rotateDataKey();

        assertThat(resealer.runUntilSettled()).isEqualTo(new ResealReport(2, 3, 1, 0, List.of()));
        assertThat(lease(claimed.id())).isEqualTo(claimed);
    }

    @Test
    void anInstanceThatGoesOnWritingWithTheOldKeyDoesNotKeepItFromAnswering() {
        LeaseRow claimed =
                Rows.claimed(lease("database/creds/app/b"), storage.now().plus(Duration.ofDays(1)));
        storage.leases.map.put(claimed.id(), claimed);
        Sealer behind = new Sealer(KeyRing.open(storage, List.of(master)));
        behind.seal(SealContext.entry("", "x"), 1, new byte[0]); // takes its portion of the old key
        ring.rotateDataKey();
        AtomicInteger written = new AtomicInteger();
        SealContexts writingMore = entry -> {
            // Before the place that the pass has come to, so that the next one finds it.
            String path = "core/" + (999 - written.incrementAndGet());
            storage.entries.map.put(
                    path, new Entry(path, 1, behind.seal(SealContext.entry("", path), 1, path.getBytes(UTF_8))));
            return contextOf(entry);
        };

        ResealReport report = new Resealer(storage, ring, writingMore).runUntilSettled();

        assertThat(report.remaining()).isEqualTo(1);
        assertThat(report.resealed()).isGreaterThan(Resealer.MOST_PASSES);
        assertThat(written.get()).isLessThan(999);
    }

    @Test
    void aWriteThatHappensMeanwhileIsKept() {
        ring.rotateDataKey();
        AtomicInteger calls = new AtomicInteger();
        SealContexts writingMeanwhile = entry -> {
            if (entry.path().equals("core/mounts") && calls.getAndIncrement() == 0) {
                SealedBytes value = sealer.seal(contextOf(entry).orElseThrow(), 2, "newer".getBytes(UTF_8));
                assertThat(storage.entries.put(new Entry(entry.path(), 2, value), 1))
                        .isTrue();
            }
            return contextOf(entry);
        };

        new Resealer(storage, ring, writingMeanwhile).run();

        Entry entry = entry("core/mounts");
        assertThat(new String(sealer.open(contextOf(entry).orElseThrow(), entry.value()), UTF_8))
                .isEqualTo("newer");
        assertThat(entry.version()).isEqualTo(2);
    }

    @Test
    void aWriteOfUnknownOutcomeIsSettledByReading() {
        ring.rotateDataKey();
        sealer.seal(SealContext.entry("", "x"), 1, new byte[0]); // takes the portion, so that the faults hit the values
        storage.entries.lostWrites = 1;
        storage.entries.unknownOutcomes = 1;

        assertThat(resealer.run().remaining()).isZero();
        assertEverythingUnder(2);
        assertThat(entry("core/mounts").version()).isEqualTo(2);
    }

    @Test
    void severalInstancesMayRunAtOnce() throws Exception {
        for (int i = 0; i < 300; i++) {
            putLease("database/creds/many/" + i);
            putEntry("m/" + Rows.MOUNT + "/many/" + i);
        }
        ring.rotateDataKey();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<ResealReport>> reports = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                KeyRing own = KeyRing.open(storage, List.of(master));
                reports.add(threads.submit(() -> new Resealer(storage, own, ResealerTest::contextOf).run()));
            }
            long resealed = 0;
            for (Future<ResealReport> report : reports) {
                assertThat(report.get().remaining()).isZero();
                resealed += report.get().resealed();
            }
            assertThat(resealed).as("each value once").isEqualTo(4 + 2 * 300);
        } finally {
            threads.shutdownNow();
        }
        assertEverythingUnder(2);
    }

    @Test
    void aStoreThatFailsEndsTheRunAndTheNextOneGoesOn() {
        ring.rotateDataKey();
        SealContexts failing = entry -> {
            if (entry.path().startsWith("m/")) {
                throw new StorageException(StorageException.Reason.UNAVAILABLE, "the store is down", null);
            }
            return contextOf(entry);
        };

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> new Resealer(storage, ring, failing).run())
                .withMessage("the store is down");
        assertThat(entry("core/mounts").value().keyVersion()).isEqualTo(2);

        assertThat(resealer.run().resealed()).isEqualTo(3);
        assertEverythingUnder(2);
    }

    private static Optional<SealContext> contextOf(Entry entry) {
        String path = entry.path();
        if (path.startsWith("core/")) {
            return Optional.of(SealContext.entry("", path));
        }
        return path.startsWith("m/")
                ? Optional.of(SealContext.entry(path.substring(2, path.indexOf('/', 2)), path))
                : Optional.empty();
    }

    private void putEntry(String path) {
        SealedBytes nothing = new SealedBytes(1, 1, new byte[0]);
        SealContext context = contextOf(new Entry(path, 1, nothing)).orElse(SealContext.entry("", path));
        storage.entries.map.put(path, new Entry(path, 1, sealer.seal(context, 1, path.getBytes(UTF_8))));
    }

    private void putLease(String id) {
        SealedBytes body = sealer.seal(SealContext.lease(Rows.MOUNT, id), 1, id.getBytes(UTF_8));
        storage.leases.map.put(id, Rows.active(id, storage.now(), body));
    }

    private Entry entry(String path) {
        return storage.entries.get(path).orElseThrow();
    }

    private LeaseRow lease(String id) {
        return storage.leases.find(id).orElseThrow().row();
    }

    private void assertEverythingUnder(int keyVersion) {
        Sealer fresh = new Sealer(KeyRing.open(storage, List.of(master)));
        for (Entry entry : storage.entries.map.values()) {
            if (!entry.path().equals(KeyRing.PATH)) {
                assertThat(entry.value().keyVersion()).isEqualTo(keyVersion);
                assertThat(fresh.open(contextOf(entry).orElseThrow(), entry.value()))
                        .isEqualTo(entry.path().getBytes(UTF_8));
            }
        }
        for (LeaseRow row : storage.leases.map.values()) {
            assertThat(row.body().keyVersion()).isEqualTo(keyVersion);
            assertThat(fresh.open(SealContext.lease(row.mountId(), row.id()), row.body()))
                    .isEqualTo(row.id().getBytes(UTF_8));
        }
    }
}
