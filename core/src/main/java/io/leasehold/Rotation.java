package io.leasehold;

import java.time.Duration;

/** One change from a secret to a fresh one. Thread-safe. */
public interface Rotation {

    /**
     * The secret that was current before.
     *
     * @return the secret; its lease lives until all holds are closed
     */
    Secret previous();

    /**
     * The fresh secret.
     *
     * @return the secret
     */
    Secret current();

    /**
     * Keeps the previous lease alive until closed. To be taken inside {@link RotationListener#rotated}; a hold taken after
     * the lease was let go has no effect. A hold ends by itself at the {@link #drainLimit()}.
     *
     * @return the hold; closing it twice does nothing more, and never throws
     */
    AutoCloseable hold();

    /**
     * As {@link #hold()}, for users who cannot be asked when they are done: it ends by itself after a while.
     *
     * @param atMost when, from now; zero or more, and of no more effect than the {@link #drainLimit()}
     * @return the hold, to end it earlier; closing it twice does nothing more, and never throws
     * @throws io.leasehold.error.InvalidRequestException when the time is negative
     */
    AutoCloseable hold(Duration atMost);

    /**
     * How long the previous lease can be held at most, counted from this rotation: its hard end less a margin. Whoever holds
     * it has to be done by then.
     *
     * @return the limit, zero or positive
     */
    Duration drainLimit();
}
