package io.leasehold.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.Secret;
import io.leasehold.database.DatabaseCredentials;
import io.leasehold.lease.LeaseQuery;
import io.leasehold.lease.LeaseState;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.LeaseStore;
import io.leasehold.spi.storage.Storage;
import io.leasehold.spi.time.TimeSource;
import io.leasehold.testkit.event.RecordingEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What happens after a crash: another broker starts on the same store, and within a known time nothing is left that does not
 * belong together.
 */
final class Recovery {

    /**
     * How long a recovery may take by the store's clock: what the killed process worked on is taken up when its claim lapses
     * or its deadline passes (PostgreSQL needs no settle time, absence being verified under the account's lock), at the next
     * look of the reaper, and one attempt suffices. It starts when the store can be written: what a stopped process keeps
     * from being written in an SQLite file waits for that process.
     */
    static final Duration BOUND = longer(CrashBroker.CREATION_TIMEOUT, CrashBroker.CLAIM)
            .plus(CrashBroker.EXPIRY_INTERVAL)
            .plus(CrashBroker.REVOCATION_TIMEOUT);

    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    private final Lane lane;
    private final CrashReport report;
    private final Duration realTime;

    /**
     * Recovers on a lane.
     *
     * @param realTime how long the clock is not moved at first: servers count in real time when they end the sessions of a
     *     process that hangs
     */
    Recovery(Lane lane, CrashReport report, Duration realTime) {
        this.lane = lane;
        this.report = report;
        this.realTime = realTime;
    }

    /** Recovers after a kill, checks everything, and leaves store and target empty. */
    void recoverAndClear(String what) {
        RecordingEvents events = new RecordingEvents();
        try (CrashBroker recovering = lane.broker("recovery", events)) {
            recover(what, recovering, events);
            checkConsistency(what, recovering);
            checkNobodyIsLockedOut(what, recovering);
            clear(what, recovering);
        }
    }

    /** Recovers after a kill and checks what is left. */
    void recover(String what) {
        RecordingEvents events = new RecordingEvents();
        try (CrashBroker recovering = lane.broker("recovery", events)) {
            recover(what, recovering, events);
            checkConsistency(what, recovering);
        }
    }

    /** Waits until nothing is unfinished. The clock is moved to where something falls due, never past it. */
    private void recover(String what, CrashBroker recovering, RecordingEvents events) {
        Storage storage = recovering.storage();
        Instant start = storage.now();
        OpenTransactions seen = new OpenTransactions(lane.target());
        long realEnd = TimeSource.system().nanoTime() + realTime.toNanos();
        while (true) {
            Instant now = storage.now();
            List<LeaseRow> unfinished = unfinished(storage, now);
            Duration taken = Duration.between(start, now);
            seen.look(taken);
            if (unfinished.isEmpty()) {
                report.recovered(taken);
                return;
            }
            assertThat(taken)
                    .as(
                            "%s: the time of a recovery that is not over at %s, with %s, the store %s, after %s;"
                                    + " open transactions on the target, as seen at each look: %s",
                            what,
                            now,
                            unfinished,
                            lane.storeIsLocked() ? "locked by somebody" : "open to all",
                            events.all(),
                            seen)
                    .isLessThanOrEqualTo(BOUND);
            Instant next = unfinished.stream()
                    .map(Recovery::next)
                    .min(Instant::compareTo)
                    .orElseThrow();
            boolean mayMove = TimeSource.system().nanoTime() - realEnd >= 0;
            if (mayMove && next.isAfter(now) && unfinished.stream().noneMatch(row -> claimedAfter(row, start))) {
                lane.clock().advance(Duration.between(now, next));
            } else {
                pause();
            }
        }
    }

    /** When the reaper may take a row. */
    private static Instant next(LeaseRow row) {
        Instant lapse = row.claimedUntil();
        return lapse == null || lapse.isBefore(row.dueAt()) ? row.dueAt() : lapse;
    }

    /** Whether the recovering broker works on a row: then its end is waited for. */
    private static boolean claimedAfter(LeaseRow row, Instant start) {
        Instant lapse = row.claimedUntil();
        return lapse != null && lapse.isAfter(start.plus(CrashBroker.CLAIM));
    }

    private static List<LeaseRow> unfinished(Storage storage, Instant now) {
        return rows(storage, LeaseQuery.all()).stream()
                .filter(row ->
                        row.state() != LeaseState.ACTIVE || !row.expiresAt().isAfter(now))
                .toList();
    }

    private void checkConsistency(String what, CrashBroker recovering) {
        Set<String> leased = new TreeSet<>();
        recovering.broker().leases().query(LeaseQuery.all()).leases().forEach(lease -> {
            assertThat(lease.error()).as("%s: the row of %s", what, lease.id()).isEmpty();
            leased.add(lease.account().orElseThrow());
        });
        Set<String> accounts = lane.accounts();
        Set<String> orphans = new TreeSet<>(accounts);
        orphans.removeAll(leased);
        Set<String> missing = new TreeSet<>(leased);
        missing.removeAll(accounts);
        report.checked(leased.size(), orphans.size());
        assertThat(orphans).as("%s: accounts without a lease", what).isEmpty();
        assertThat(missing)
                .as("%s: accounts of active leases that do not exist", what)
                .isEmpty();
    }

    private void checkNobodyIsLockedOut(String what, CrashBroker recovering) {
        Secret secret = recovering.broker().read(Roles.path(Roles.STATEMENTS));
        DatabaseCredentials login = secret.as(DatabaseCredentials.class);
        assertThat(lane.target().canLogin(login.username(), login.password(), "app"))
                .as("%s: the login of a new user", what)
                .isTrue();
        assertThat(lane.target()
                        .canLogin(lane.target().adminUser(), lane.target().adminPassword(), "app"))
                .as("%s: the login of the admin", what)
                .isTrue();
    }

    private void clear(String what, CrashBroker recovering) {
        recovering.broker().leases().revokePrefix(Roles.MOUNT);
        assertThat(lane.accounts())
                .as("%s: accounts after revoking everything", what)
                .isEmpty();
        assertThat(rows(recovering.storage(), LeaseQuery.all()))
                .as("%s: rows after revoking everything", what)
                .isEmpty();
    }

    private static List<LeaseRow> rows(Storage storage, LeaseQuery query) {
        LeaseStore.Page page = storage.leases().query(query.limitedTo(LeaseQuery.MAX_LIMIT));
        assertThat(page.next()).isNull();
        return page.rows();
    }

    /** Between two looks at a real server's work. */
    private static void pause() {
        try {
            TimeSource.system().sleep(LOOK_EVERY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a broker recovers", e);
        }
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
