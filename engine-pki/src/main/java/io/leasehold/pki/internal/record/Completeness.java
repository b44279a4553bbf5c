package io.leasehold.pki.internal.record;

import io.leasehold.error.ConflictException;
import io.leasehold.spi.engine.EngineStorage;
import io.leasehold.spi.engine.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether everything that was issued is on record, so that a serial which is not can be called unknown. Roles that keep no record
 * at all make it false until the last such certificate has ended. Thread-safe.
 */
public final class Completeness {

    private static final String PATH = "unrecorded";

    /** By how much the mark runs ahead at least, so that a busy role moves it rarely. */
    private static final Duration AHEAD = Duration.ofHours(1);

    private static final int ATTEMPTS = 20;

    private final EngineStorage storage;
    private volatile long covered;

    /**
     * Creates the view.
     *
     * @param storage the mount's storage
     */
    public Completeness(EngineStorage storage) {
        this.storage = storage;
    }

    /**
     * What is stored.
     *
     * @param until until when certificates without a record may live, in seconds since 1970
     */
    public record Mark(long until) {}

    /**
     * Says that a certificate without a record is about to be made. To be called before it is; writes only when the mark has to
     * move, which it does in steps.
     *
     * @param now what time it is
     * @param notAfter until when the certificate is valid
     */
    public void announce(Instant now, Instant notAfter) {
        long end = notAfter.getEpochSecond();
        if (end <= covered) {
            return;
        }
        long ahead = Math.max(AHEAD.toSeconds(), Duration.between(now, notAfter).toSeconds() / 2);
        for (int attempt = 1; ; attempt++) {
            Optional<Versioned<Mark>> stored = storage.getFresh(PATH, Mark.class);
            long until = stored.map(mark -> mark.value().until()).orElse(0L);
            if (end <= until) {
                covered = until;
                return;
            }
            try {
                storage.put(
                        PATH,
                        new Mark(end + ahead),
                        stored.map(Versioned::version).orElse(0L));
                covered = end + ahead;
                return;
            } catch (ConflictException movedMeanwhile) {
                if (attempt == ATTEMPTS) {
                    throw movedMeanwhile;
                }
            }
        }
    }

    /**
     * Whether every certificate that is valid now is on record.
     *
     * @param now what time it is
     * @return false when there may be one that is not
     */
    public boolean isComplete(Instant now) {
        return storage.getFresh(PATH, Mark.class)
                .map(mark -> mark.value().until() < now.getEpochSecond())
                .orElse(true);
    }
}
