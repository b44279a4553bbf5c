package io.leasehold.database;

import io.leasehold.Lease;
import io.leasehold.RotatingSecret;
import io.leasehold.Rotation;
import io.leasehold.RotationListener;
import io.leasehold.RotationStatus;
import io.leasehold.Secret;
import io.leasehold.Subscription;
import io.leasehold.testkit.server.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A rotating secret that a test turns by hand. Its users are real: created on a real server, and dropped when their lease is
 * let go. What a drop found is kept, as a rotation must leave no session of a user whose lease is gone.
 */
final class HandDrivenSecret implements RotatingSecret {

    /** Makes and removes users on a server. */
    interface Users {

        /** Makes a user that may use the server's data. */
        void create(String username, String password);

        /** Removes a user, if it is there still. */
        void remove(String username);

        /** The sessions of a user, as the server sees them. */
        int sessionsOf(String username);
    }

    /** A user whose lease was let go. */
    record Ended(String username, int sessionsLeft) {}

    final List<Ended> ended = new CopyOnWriteArrayList<>();
    final List<Secret> refused = new CopyOnWriteArrayList<>();
    final AtomicBoolean closed = new AtomicBoolean();

    private final Users users;
    private final List<RotationListener> listeners = new CopyOnWriteArrayList<>();
    private volatile Secret current;
    private final AtomicLong generation = new AtomicLong(1);
    private volatile Duration drainLimit = Duration.ofSeconds(30);

    HandDrivenSecret(PostgresServer server, String database) {
        this(new PostgresUsers(server, database));
    }

    HandDrivenSecret(Users users) {
        this.users = users;
        this.current = createUser();
    }

    void drainLimit(Duration limit) {
        drainLimit = limit;
    }

    private Secret createUser() {
        String username = "u_" + UUID.randomUUID().toString().replace("-", "");
        String password = UUID.randomUUID().toString();
        users.create(username, password);
        return secret(username, password);
    }

    static Secret secret(String username, String password) {
        Lease lease = new Lease("database/creds/app/" + username, Duration.ofHours(1), true, Instant.EPOCH);
        return Secret.of(Map.of("username", username, "password", password), Set.of("username"), lease, List.of());
    }

    static String username(Secret secret) {
        return (String) secret.data().get("username");
    }

    @Override
    public void rotate() {
        rotateTo(createUser());
    }

    /** Prolongs the lease, which changes the secret's identity. */
    void renew() {
        Lease lease = current.lease().orElseThrow();
        current = current.withLease(new Lease(lease.id(), Duration.ofHours(2), true, lease.expiresAt()));
    }

    /** Rotates on the calling thread; the old lease goes when the listeners have returned and all holds are closed. */
    void rotateTo(Secret next) {
        Turn turn = new Turn(current, next, drainLimit);
        current = next;
        generation.incrementAndGet();
        listeners.forEach(listener -> listener.rotated(turn));
        turn.release();
    }

    private void end(Secret old) {
        String username = username(old);
        int sessions = users.sessionsOf(username);
        users.remove(username);
        ended.add(new Ended(username, sessions));
    }

    /** Users of PostgreSQL, who may use the database's public schema. */
    record PostgresUsers(PostgresServer server, String database) implements Users {

        @Override
        public void create(String username, String password) {
            server.execute(database, "CREATE ROLE " + username + " LOGIN PASSWORD '" + password + "'");
        }

        @Override
        public void remove(String username) {
            server.execute(
                    database,
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '" + username + "'",
                    "DROP ROLE IF EXISTS " + username);
        }

        @Override
        public int sessionsOf(String username) {
            try (Connection admin = server.admin(database);
                    PreparedStatement count =
                            admin.prepareStatement("SELECT count(*) FROM pg_stat_activity WHERE usename = ?")) {
                count.setString(1, username);
                try (ResultSet row = count.executeQuery()) {
                    row.next();
                    return row.getInt(1);
                }
            } catch (SQLException e) {
                throw new IllegalStateException("cannot count sessions", e);
            }
        }
    }

    int sessionsOf(String username) {
        return users.sessionsOf(username);
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
    public void reportRefused(Secret secret) {
        refused.add(secret);
    }

    @Override
    public RotationStatus status() {
        return new RotationStatus(
                "database/creds/app",
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
        if (closed.compareAndSet(false, true)) {
            end(current);
        }
    }

    List<String> endedUsers() {
        List<String> names = new ArrayList<>();
        ended.forEach(one -> names.add(one.username()));
        return names;
    }

    private final class Turn implements Rotation {

        private final Secret previous;
        private final Secret next;
        private final Duration limit;
        // One for the listeners' round, one more for each hold.
        private final AtomicInteger holders = new AtomicInteger(1);

        Turn(Secret previous, Secret next, Duration limit) {
            this.previous = previous;
            this.next = next;
            this.limit = limit;
        }

        @Override
        public Secret previous() {
            return previous;
        }

        @Override
        public Secret current() {
            return next;
        }

        @Override
        public AutoCloseable hold() {
            holders.incrementAndGet();
            AtomicBoolean open = new AtomicBoolean(true);
            return () -> {
                if (open.compareAndSet(true, false)) {
                    release();
                }
            };
        }

        @Override
        public AutoCloseable hold(Duration atMost) {
            throw new UnsupportedOperationException("nothing in this module lets a hold end by itself");
        }

        @Override
        public Duration drainLimit() {
            return limit;
        }

        private void release() {
            if (holders.decrementAndGet() == 0) {
                end(previous);
            }
        }
    }
}
