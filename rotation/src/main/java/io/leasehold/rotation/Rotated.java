package io.leasehold.rotation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of something that is rotated, as far as it says when that happens next. Immutable. The times are milliseconds of
 * the store's clock.
 *
 * @param <S> the state itself
 */
public interface Rotated<S extends Rotated<S>> {

    /**
     * Whether a rotation is under way or was left unfinished, so that it is gone on with whatever the schedule says.
     *
     * @return whether there is something to go on with
     */
    boolean isPending();

    /**
     * When a rotation was last completed.
     *
     * @return the time; 0 for never
     */
    long lastRotation();

    /**
     * When the next rotation is due.
     *
     * @return the time; 0 for not by itself
     */
    long nextRotation();

    /**
     * Tries of the rotation under way, failed ones included.
     *
     * @return 0 when all is well
     */
    int attempts();

    /**
     * When it may be tried again by itself: a try is under way, or a pause after a failed one lasts.
     *
     * @return the time; 0 for at any time
     */
    long notBefore();

    /**
     * Why the last try failed.
     *
     * @return free of secrets; empty when all is well
     */
    String lastError();

    /**
     * The same with another time for the next rotation.
     *
     * @param next when it is due; null for not by itself
     * @return the state
     */
    S dueAt(@Nullable Instant next);
}
