package io.leasehold.database.internal.mongoclient;

import io.leasehold.RotatingSecret;
import io.leasehold.Rotation;
import io.leasehold.RotationListener;
import io.leasehold.RotationStatus;
import io.leasehold.Secret;
import io.leasehold.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A rotating secret without a lease or a server behind it. */
final class TurnedSecret implements RotatingSecret {

    private final List<RotationListener> listeners = new CopyOnWriteArrayList<>();
    private volatile Secret current;

    TurnedSecret(String user) {
        current = secret(user);
    }

    private static Secret secret(String user) {
        return Secret.of(Map.of("username", user, "password", "none"), Set.of(), null, List.of());
    }

    void rotateTo(String user) {
        Turn turn = new Turn(current, secret(user));
        current = turn.current();
        listeners.forEach(listener -> listener.rotated(turn));
    }

    private record Turn(Secret previous, Secret current) implements Rotation {

        @Override
        public AutoCloseable hold() {
            return () -> {};
        }

        @Override
        public AutoCloseable hold(Duration atMost) {
            return hold();
        }

        @Override
        public Duration drainLimit() {
            return Duration.ofMinutes(1);
        }
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
    public void reportRefused(Secret refused) {}

    @Override
    public void rotate() {}

    @Override
    public RotationStatus status() {
        return new RotationStatus(
                "database/creds/app", 1, Optional.empty(), Optional.empty(), Duration.ZERO, 0, 0, Optional.empty());
    }

    @Override
    public void close() {}
}
