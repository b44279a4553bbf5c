package io.leasehold.database.internal.mongoclient;

import com.mongodb.client.MongoClient;
import io.leasehold.Secret;
import io.leasehold.database.internal.drain.Generation;
import io.leasehold.database.internal.drain.Refusal;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A credential and the driver's client that has it. Its users are operations under way, and what stays open longer than one
 * operation: cursors and sessions. Thread-safe.
 */
final class ClientGeneration extends Generation {

    private static final Logger log = LoggerFactory.getLogger(ClientGeneration.class);

    private static final long NEVER = Long.MIN_VALUE;

    private final Function<ClientGeneration, MongoClient> opener;
    private final Set<Stay> stays = ConcurrentHashMap.newKeySet();
    private final ReferenceQueue<Object> abandoned = new ReferenceQueue<>();
    private final CountDownLatch drained = new CountDownLatch(1);
    private final AtomicLong lookedAt = new AtomicLong(NEVER);
    // Written under the monitor, so that one client is made at most, and none after the end.
    private volatile @Nullable MongoClient client;
    private volatile boolean closed;

    /**
     * A credential without a client yet.
     *
     * @param number 1 for the first
     * @param secret the credential
     * @param opener makes the client when it is first needed
     */
    ClientGeneration(long number, Secret secret, Function<ClientGeneration, MongoClient> opener) {
        super(number, secret);
        this.opener = opener;
    }

    /** The driver's client; for those who have entered. */
    MongoClient client() {
        MongoClient made = client;
        return made != null ? made : make();
    }

    private synchronized MongoClient make() {
        if (closed) {
            // In the driver's own words for a client that was closed.
            throw new IllegalStateException(
                    "state should be: open; the credential of this session or cursor has ended");
        }
        MongoClient made = client;
        if (made == null) {
            made = opener.apply(this);
            client = made;
        }
        return made;
    }

    /** The client if there is one. */
    @Nullable
    MongoClient clientIfMade() {
        return client;
    }

    /** Notes something that stays open; the caller has entered, and what stays enters once more. */
    Stay stay(Stay.Kind kind, Object holder) {
        endAbandoned();
        if (!enter()) {
            throw new IllegalStateException("only who has entered may stay");
        }
        Stay stay = new Stay(this, kind, holder, abandoned);
        stays.add(stay);
        return stay;
    }

    void remove(Stay stay) {
        stays.remove(stay);
    }

    /** What is open now; a copy. */
    List<Stay> stays() {
        return List.copyOf(stays);
    }

    int count(Stay.Kind kind) {
        return (int) stays.stream().filter(stay -> stay.kind() == kind).count();
    }

    /** Ends what nobody can reach any more: an application need not close a cursor that it leaves half-way. */
    void endAbandoned() {
        for (Reference<?> gone = abandoned.poll(); gone != null; gone = abandoned.poll()) {
            if (gone instanceof Stay stay) {
                stay.end();
            }
        }
    }

    /** Whether it is time to look again whether the user is still there. */
    boolean looksForUserNow(long now) {
        long before = lookedAt.get();
        return (before == NEVER || now - before >= Refusal.RETRY_AFTER.toNanos())
                && lookedAt.compareAndSet(before, now);
    }

    @Override
    protected void drained() {
        drained.countDown();
        super.drained();
    }

    /** Waits until nobody uses it; it has to be retired. Returns false when the time was over before. */
    boolean awaitDrained(Duration limit) {
        try {
            return drained.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Closes the client, and with it its pool and its monitors. May be called repeatedly. */
    void close() {
        MongoClient open;
        synchronized (this) {
            closed = true;
            open = client;
            client = null;
        }
        if (open != null) {
            try {
                open.close();
            } catch (RuntimeException e) {
                log.warn("The client of {} could not be closed in good order", this, e);
            }
        }
    }
}
