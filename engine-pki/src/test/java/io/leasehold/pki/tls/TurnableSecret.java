package io.leasehold.pki.tls;

import io.leasehold.RotatingSecret;
import io.leasehold.Rotation;
import io.leasehold.RotationListener;
import io.leasehold.RotationStatus;
import io.leasehold.Secret;
import io.leasehold.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A double of a rotating secret: the test turns it, on its own thread, and sees what its consumer asks of it. */
final class TurnableSecret implements RotatingSecret {

    private final List<RotationListener> listeners = new CopyOnWriteArrayList<>();
    private final List<Secret> reported = new CopyOnWriteArrayList<>();
    private final List<Duration> holds = new CopyOnWriteArrayList<>();
    private volatile Secret current;
    private final AtomicLong generation = new AtomicLong(1);
    private volatile boolean closed;

    TurnableSecret(Secret first) {
        current = first;
    }

    void turn(Secret fresh) {
        Secret previous = current;
        current = fresh;
        generation.incrementAndGet();
        Rotation rotation = new Turn(previous, fresh);
        new ArrayList<>(listeners).forEach(each -> each.rotated(rotation));
    }

    List<Secret> reported() {
        return reported;
    }

    List<Duration> holds() {
        return holds;
    }

    boolean isClosed() {
        return closed;
    }

    int listeners() {
        return listeners.size();
    }

    @Override
    public Secret current() {
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
                "pki_int/issue/web-servers",
                generation.get(),
                current.lease(),
                Optional.empty(),
                Duration.ZERO,
                0,
                0,
                Optional.empty());
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
            return () -> {};
        }

        @Override
        public Duration drainLimit() {
            return Duration.ofDays(1);
        }
    }
}
