package io.leasehold.testkit.rotation;

import io.leasehold.RotatingSecret;
import io.leasehold.Rotation;
import io.leasehold.RotationListener;
import io.leasehold.RotationStatus;
import io.leasehold.Secret;
import io.leasehold.Subscription;
import io.leasehold.error.LeaseExpiredException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A double of a rotating secret: the test turns it, on its own thread, and sees what its consumer asks of it. Thread-safe, as far as
 * one thread turns it.
 */
public final class TurnableSecret implements RotatingSecret {

    private final String path;
    private final List<RotationListener> listeners = new CopyOnWriteArrayList<>();
    private final List<Secret> reported = new CopyOnWriteArrayList<>();
    private final List<Duration> holds = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong generation = new AtomicLong(1);
    private volatile boolean ended;
    private volatile Secret current;
    private volatile boolean closed;

    /**
     * A secret at some path.
     *
     * @param first what it is before the first turn
     */
    public TurnableSecret(Secret first) {
        this("test/creds/app", first);
    }

    /**
     * A secret.
     *
     * @param path the path that its status names
     * @param first what it is before the first turn
     */
    public TurnableSecret(String path, Secret first) {
        this.path = path;
        this.current = first;
    }

    /**
     * Turns it, and tells its listeners before it returns.
     *
     * @param fresh what it is from now on
     */
    public void turn(Secret fresh) {
        Secret previous = current;
        current = fresh;
        generation.incrementAndGet();
        Rotation rotation = new Turn(previous, fresh);
        new ArrayList<>(listeners).forEach(each -> each.rotated(rotation));
    }

    /**
     * The secrets that were reported as refused.
     *
     * @return them, in order
     */
    public List<Secret> reported() {
        return reported;
    }

    /**
     * For how long former secrets were to be held.
     *
     * @return the times, in order; a day where none was given
     */
    public List<Duration> holds() {
        return holds;
    }

    /**
     * Whether its consumer has closed it.
     *
     * @return whether it has
     */
    public boolean isClosed() {
        return closed;
    }

    /**
     * How many listeners there are now.
     *
     * @return the number
     */
    public int listeners() {
        return listeners.size();
    }

    /**
     * How many holds on former secrets have not been closed.
     *
     * @return the number
     */
    public int openHolds() {
        return open.get();
    }

    /**
     * As when a lease has ended and no fresh secret can be had.
     *
     * @param value whether it has ended
     */
    public void end(boolean value) {
        ended = value;
    }

    @Override
    public Secret current() {
        if (ended) {
            throw new LeaseExpiredException("x", "the secret of " + path + " has ended");
        }
        return current;
    }

    @Override
    public Subscription subscribe(RotationListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void reportRefused(Secret refused) {
        reported.add(refused);
    }

    @Override
    public void rotate() {}

    @Override
    public RotationStatus status() {
        return new RotationStatus(
                path, generation.get(), current.lease(), Optional.empty(), Duration.ZERO, 0, 0, Optional.empty());
    }

    @Override
    public void close() {
        closed = true;
    }

    private final class Turn implements Rotation {

        private final Secret previous;
        private final Secret fresh;

        private Turn(Secret previous, Secret fresh) {
            this.previous = previous;
            this.fresh = fresh;
        }

        @Override
        public Secret previous() {
            return previous;
        }

        @Override
        public Secret current() {
            return fresh;
        }

        @Override
        public AutoCloseable hold() {
            return hold(Duration.ofDays(1));
        }

        @Override
        public AutoCloseable hold(Duration atMost) {
            holds.add(atMost);
            open.incrementAndGet();
            return () -> open.decrementAndGet();
        }

        @Override
        public Duration drainLimit() {
            return Duration.ofDays(1);
        }
    }
}
