package io.leasehold.database.internal.mongoclient;

import com.mongodb.MongoDriverInformation;
import com.mongodb.MongoSecurityException;
import com.mongodb.client.MongoClient;
import io.leasehold.Lease;
import io.leasehold.RotatingSecret;
import io.leasehold.Secret;
import io.leasehold.database.MongoClientStatus;
import io.leasehold.database.internal.drain.BackgroundWork;
import io.leasehold.database.internal.drain.CredentialSwap;
import io.leasehold.database.internal.drain.Login;
import io.leasehold.database.internal.drain.Refusal;
import io.leasehold.database.internal.drain.Refusals;
import io.leasehold.database.internal.drain.Retention;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A driver's client for each credential that is in use. Thread-safe.
 *
 * <p>Concurrency: the current client is one volatile field of {@link CredentialSwap}. Each operation enters the generation that
 * it reads there, and leaves it at its end; a cursor or a session stays in it until it is closed. A generation that was replaced
 * is drained when everyone has left it, and cannot be entered after that, so nobody meets a client that is being closed.
 */
public final class RotatingClients implements Route {

    private static final Logger log = LoggerFactory.getLogger(RotatingClients.class);

    private final RotatingSecret secret;
    private final ClientSource source;
    private final int maxClients;
    private final Duration closeTimeout;
    private final BackgroundWork work;
    private final TimeSource time;
    private final Successor successor = new Successor();
    private final List<MongoDriverInformation> metadata = new CopyOnWriteArrayList<>();
    private final AtomicLong aborted = new AtomicLong();
    private final Operations operations;
    private final CredentialSwap<ClientGeneration> swap;
    private volatile boolean closed;

    /**
     * Starts with the secret's current value.
     *
     * @param secret where credentials come from
     * @param source what clients are made of
     * @param maxClients clients at most, the current one included
     * @param closeTimeout how long {@link #close} waits for operations under way
     * @param name for the names of the threads
     * @param time the monotonic clock
     */
    RotatingClients(
            RotatingSecret secret,
            ClientSource source,
            int maxClients,
            Duration closeTimeout,
            String name,
            TimeSource time) {
        this.secret = secret;
        this.source = source;
        this.maxClients = maxClients;
        this.closeTimeout = closeTimeout;
        this.time = time;
        this.work = new BackgroundWork("mongoclient-" + name);
        Refusals refusals = new Refusals(secret, time);
        this.operations = new Operations(this::current, refusals, successor, work, time);
        this.swap = new CredentialSwap<>(secret, new Swapped(), work, time);
        // So that an address or settings that no client can be made of are told now.
        swap.current().client();
    }

    /**
     * Starts with the secret's current value.
     *
     * @param secret where credentials come from
     * @param settings what clients are made of
     * @param maxClients clients at most, the current one included
     * @param closeTimeout how long {@link #close} waits for operations under way
     * @param name for the names of the threads
     * @param time the monotonic clock
     * @return the clients
     */
    public static RotatingClients open(
            RotatingSecret secret,
            ClientSettings settings,
            int maxClients,
            Duration closeTimeout,
            String name,
            TimeSource time) {
        return new RotatingClients(secret, settings, maxClients, closeTimeout, name, time);
    }

    private ClientGeneration current() {
        return swap.current();
    }

    private MongoClient open(ClientGeneration generation) {
        MongoClient client = source.open(Login.of(generation.secret()));
        metadata.forEach(client::appendMetadata);
        return client;
    }

    private final class Swapped implements CredentialSwap.Client<ClientGeneration> {

        @Override
        public ClientGeneration make(long number, Secret credential) {
            return new ClientGeneration(number, credential, RotatingClients.this::open);
        }

        @Override
        public void tryLogin(ClientGeneration fresh) {
            Refusal earlier = fresh.refusal();
            if (earlier != null && earlier.isRecent(time.nanoTime())) {
                throw new IllegalStateException(
                        "it was refused just now: " + earlier.error().getMessage());
            }
            try {
                source.ping(fresh.client());
                fresh.accept();
            } catch (MongoSecurityException e) {
                LoginRefusal.beforeSending(e).ifPresent(login -> operations.refused(fresh, login));
                throw e;
            }
        }

        @Override
        public void replaced(ClientGeneration old, List<ClientGeneration> all) {
            successor.appeared();
            Retention retention = old.retention();
            if (retention != null) {
                new ClientDrain(old, retention, work, time, RotatingClients.this::endAtLimit).start();
            }
            List<ClientGeneration> open =
                    all.stream().filter(generation -> !generation.isClosed()).toList();
            open.stream().limit(Math.max(0, open.size() - (maxClients - 1))).forEach(RotatingClients.this::endForRoom);
        }

        @Override
        public void ended(ClientGeneration old) {
            old.close();
        }
    }

    private void endAtLimit(ClientGeneration old) {
        end(old, "at the end of its lease");
    }

    private void endForRoom(ClientGeneration old) {
        end(old, "since there would be more than " + maxClients + " clients");
    }

    /** Ends a client whatever it is doing. What the server is executing for it ends when its user is removed. */
    private void end(ClientGeneration old, String why) {
        long left = endNow(old);
        if (left > 0) {
            log.warn(
                    "Closed the client of {} {}, with {} operations, cursors and sessions that were still open",
                    old,
                    why,
                    left);
        }
        Retention retention = old.retention();
        if (retention != null) {
            retention.release();
        }
    }

    /** Closes a client and counts what was using it. */
    private long endNow(ClientGeneration generation) {
        if (generation.isClosed()) {
            return 0;
        }
        long left = generation.users();
        generation.close();
        generation.stays().forEach(Stay::end);
        aborted.addAndGet(left);
        return left;
    }

    /** Enters the current generation. */
    @Override
    public ClientGeneration enter() {
        while (true) {
            if (closed) {
                throw new IllegalStateException("state should be: open; the rotating client is closed");
            }
            ClientGeneration generation = swap.current();
            if (generation.enter()) {
                return generation;
            }
        }
    }

    @Override
    public boolean isFixed() {
        return false;
    }

    /** Runs an operation, as {@link Operations#run} says. */
    @Nullable
    Object run(Route route, Operations.Operation operation, Supplier<Duration> patience) throws Throwable {
        return operations.run(route, operation, patience);
    }

    /** How long an operation waits for a credential that works, unless it has a timeout of its own. */
    Duration patience() {
        return source.patience();
    }

    /** Tells the server more about the application, with this client and with those to come. */
    void appendMetadata(MongoDriverInformation more) {
        metadata.add(more);
        MongoClient made = swap.current().clientIfMade();
        if (made != null) {
            made.appendMetadata(more);
        }
    }

    /** The path of the secret. */
    String path() {
        return secret.status().path();
    }

    /**
     * How they are doing.
     *
     * @return a snapshot; its numbers are read one after the other
     */
    public MongoClientStatus status() {
        ClientGeneration current = swap.current();
        List<ClientGeneration> replaced = swap.replaced();
        Map<Long, Integer> users = new HashMap<>();
        users.put(current.number(), current.users());
        int cursors = current.count(Stay.Kind.CURSOR);
        int sessions = current.count(Stay.Kind.SESSION);
        for (ClientGeneration old : replaced) {
            if (old != current && !old.isClosed()) {
                users.put(old.number(), old.users());
                cursors += old.count(Stay.Kind.CURSOR);
                sessions += old.count(Stay.Kind.SESSION);
            }
        }
        return new MongoClientStatus(
                lease(current),
                current.number(),
                users,
                cursors,
                sessions,
                drainingFor(replaced),
                aborted.get(),
                closed);
    }

    /** The lease as last renewed, which only the secret knows. */
    private Optional<Lease> lease(ClientGeneration current) {
        Optional<Lease> issued = current.secret().lease();
        Optional<Lease> renewed = secret.status().lease();
        return renewed.map(Lease::id).equals(issued.map(Lease::id)) ? renewed : issued;
    }

    private Optional<Duration> drainingFor(List<ClientGeneration> replaced) {
        long now = time.nanoTime();
        return replaced.stream()
                .map(ClientGeneration::retention)
                .filter(Objects::nonNull)
                .map(retention -> Duration.ofNanos(now - retention.since()))
                .max(Comparator.naturalOrder());
    }

    /**
     * Begins nothing more, ends cursors and sessions, waits for operations under way at most the close timeout, closes all
     * clients, and lets replaced leases go. May be called repeatedly.
     */
    public void close() {
        closed = true;
        List<ClientGeneration> left = swap.close();
        successor.appeared();
        long open = 0;
        for (ClientGeneration generation : left) {
            open += generation.stays().stream().filter(Stay::end).count();
        }
        aborted.addAndGet(open);
        long until = time.nanoTime() + closeTimeout.toNanos();
        for (ClientGeneration generation : left) {
            if (!generation.awaitDrained(Duration.ofNanos(until - time.nanoTime()))) {
                open += endNow(generation);
            }
            generation.close();
        }
        if (open > 0) {
            log.warn("Closed with {} operations, cursors and sessions that were still open", open);
        }
        for (ClientGeneration generation : left) {
            Retention retention = generation.retention();
            if (retention != null) {
                retention.release();
            }
        }
        work.shutdownNow();
    }
}
