package io.leasehold.pki.internal.tidy;

import io.leasehold.error.ConflictException;
import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.issuer.IssuerDirectory;
import io.leasehold.pki.internal.record.Records;
import io.leasehold.spi.engine.EngineStorage;
import io.leasehold.spi.engine.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs of tidying: one at a time for all instances, in turns of a few seconds, a page after the other. Pauses are turns in which
 * nothing happens; nobody sleeps. Thread-safe.
 */
public final class Tidying {

    /** From the end of a turn to the start of the next. */
    public static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Tidying.class);

    private static final String RUN = "tidy-run";
    private static final String AUTO = "config/auto-tidy";
    private static final int ATTEMPTS = 20;

    /** How long a turn lasts about: far less than the lock of the duty. */
    private static final Duration TURN = Duration.ofSeconds(5);

    private final EngineStorage storage;
    private final TidyPages pages;
    private final Runnable listsChanged;
    private final Supplier<Instant> clock;

    /**
     * Creates it.
     *
     * @param storage the mount's storage
     * @param records what is kept of certificates
     * @param issuers the authorities
     * @param crypto verifies
     * @param removal removes an authority, by its UUID, and leaves its key
     * @param listsChanged called when revocations were removed or changed
     * @param clock the store's time
     */
    public Tidying(
            EngineStorage storage,
            Records records,
            IssuerDirectory issuers,
            Crypto crypto,
            Consumer<String> removal,
            Runnable listsChanged,
            Supplier<Instant> clock) {
        this.storage = storage;
        this.pages = new TidyPages(records, issuers, crypto, removal);
        this.listsChanged = listsChanged;
        this.clock = clock;
    }

    /** Whether there is something to do. Costs two cached reads. */
    public boolean isNeeded() {
        TidyRun run = storage.get(RUN, TidyRun.class).map(Versioned::value).orElse(TidyRun.NONE);
        AutoTidy auto = auto();
        if (!run.isActive() && !auto.enabled()) {
            return false;
        }
        return isDue(run, auto, clock.get().getEpochSecond());
    }

    private static boolean isDue(TidyRun run, AutoTidy auto, long now) {
        return run.isActive()
                ? run.state() == TidyRun.State.CANCELLING || run.nextAt() <= now
                : auto.enabled() && run.finishedAt() + auto.intervalDuration().toSeconds() <= now;
    }

    /** Does a turn. */
    public void work() {
        long end = System.nanoTime() + TURN.toNanos();
        TidyRun run = status();
        long now = clock.get().getEpochSecond();
        if (!isDue(run, auto(), now)) {
            return;
        }
        if (!run.isActive()) {
            run = change(read -> read.isActive() ? read : TidyRun.begun(auto().options(), now));
        }
        do {
            run = step(run);
        } while (run.isActive() && run.nextAt() <= clock.get().getEpochSecond() && System.nanoTime() - end < 0);
    }

    private TidyRun step(TidyRun run) {
        Instant now = clock.get();
        if (run.state() == TidyRun.State.CANCELLING) {
            return end(run, TidyRun.State.CANCELLED, "");
        }
        if (run.phase() == TidyRun.Phase.END) {
            return end(run, TidyRun.State.FINISHED, "");
        }
        TidyPages.Result result;
        try {
            result = pages.tidy(run, now);
        } catch (RuntimeException e) {
            LOG.warn("Tidying failed; it is begun again by whoever asks, or by its timetable", e);
            return end(run, TidyRun.State.ERROR, e.getClass().getSimpleName() + ": " + e.getMessage());
        }
        boolean phaseEnds = result.cursor().isEmpty();
        TidyRun.Phase phase = phaseEnds ? run.phase().next() : run.phase();
        long pause = result.equals(TidyPages.Result.NOTHING)
                ? 0
                : run.options().pauseDuration().toSeconds();
        long next = pause == 0 ? 0 : now.getEpochSecond() + pause;
        return change(read -> read.isActive() ? read.at(phase, result.cursor(), result.counts(), next) : read);
    }

    /** Tells of changed lists before the end is stored, so that a run that dies in between tells again. */
    private TidyRun end(TidyRun run, TidyRun.State as, String error) {
        if (run.counts().changesLists()) {
            listsChanged.run();
        }
        long now = clock.get().getEpochSecond();
        return change(read -> read.isActive() ? read.ended(as, now, error) : read);
    }

    /** The last run, or the one under way. */
    TidyRun status() {
        return fresh().map(Versioned::value).orElse(TidyRun.NONE);
    }

    /**
     * Begins a run.
     *
     * @param options what it removes
     * @return false when one is under way already
     */
    boolean begin(TidyOptions options) {
        options.check();
        boolean[] begun = {false};
        long now = clock.get().getEpochSecond();
        change(read -> {
            begun[0] = !read.isActive();
            return begun[0] ? TidyRun.begun(options, now) : read;
        });
        return begun[0];
    }

    /**
     * Ends the run under way, after its page.
     *
     * @return what it has come to
     */
    TidyRun cancel() {
        return change(read -> read.isActive() ? read.cancelling() : read);
    }

    AutoTidy auto() {
        return storage.get(AUTO, AutoTidy.class).map(Versioned::value).orElse(AutoTidy.OFF);
    }

    AutoTidy changeAuto(UnaryOperator<AutoTidy> change) {
        for (int attempt = 1; ; attempt++) {
            Optional<Versioned<AutoTidy>> read = storage.getFresh(AUTO, AutoTidy.class);
            AutoTidy changed = change.apply(read.map(Versioned::value).orElse(AutoTidy.OFF));
            changed.check();
            try {
                return storage.put(AUTO, changed, read.map(Versioned::version).orElse(0L))
                        .value();
            } catch (ConflictException meanwhile) {
                if (attempt == ATTEMPTS) {
                    throw meanwhile;
                }
            }
        }
    }

    private TidyRun change(UnaryOperator<TidyRun> change) {
        for (int attempt = 1; ; attempt++) {
            Optional<Versioned<TidyRun>> read = fresh();
            TidyRun former = read.map(Versioned::value).orElse(TidyRun.NONE);
            TidyRun changed = change.apply(former);
            if (changed.equals(former)) {
                return former;
            }
            try {
                return storage.put(RUN, changed, read.map(Versioned::version).orElse(0L))
                        .value();
            } catch (ConflictException meanwhile) {
                if (attempt == ATTEMPTS) {
                    throw meanwhile;
                }
            }
        }
    }

    private Optional<Versioned<TidyRun>> fresh() {
        return storage.getFresh(RUN, TidyRun.class);
    }
}
