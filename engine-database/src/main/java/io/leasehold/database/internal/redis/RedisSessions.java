package io.leasehold.database.internal.redis;

import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;

/**
 * The administrator's connections, kept open for a moment between pieces of work, the last one used first. How many are in use
 * at once is not limited here: that is the target's limit. Thread-safe.
 */
final class RedisSessions implements AutoCloseable {

    /** Firewalls forget connections that are idle, and do not say so: far less than any of them waits. */
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(30);

    private final RedisLogin login;
    private final int maxIdle;
    private final Duration maxLifetime;
    private final TimeSource time;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private boolean closed;

    /**
     * Creates the sessions; connects when they are needed.
     *
     * @param login how they log in
     * @param maxIdle how many are kept at most, possibly none
     * @param maxLifetime how long one is used; zero for ever
     * @param time elapsed time
     */
    RedisSessions(RedisLogin login, int maxIdle, Duration maxLifetime, TimeSource time) {
        this.login = login;
        this.maxIdle = maxIdle;
        this.maxLifetime = maxLifetime;
        this.time = time;
    }

    /**
     * A connection and its age.
     *
     * @param connection a connection that is logged in
     * @param openedAt when it was opened, as the monotonic clock has it
     */
    record Opened(Connection connection, long openedAt) {}

    private record Idle(Opened opened, long since) {}

    /** How the administrator logs in. */
    RedisLogin login() {
        return login;
    }

    /** A session of the administrator, the caller's to close. Its first exchange must be one that may be repeated. */
    RedisSession open(TimeLimit limit) throws CommandException {
        Opened kept = take();
        return new RedisSession(new RedisWire(kept == null ? connect(limit) : kept, kept != null, this, limit));
    }

    /** A session that logs in now, whatever is kept. */
    RedisSession openAnew(TimeLimit limit) throws CommandException {
        return new RedisSession(new RedisWire(connect(limit), false, this, limit));
    }

    /** A new connection. */
    Opened connect(TimeLimit limit) throws CommandException {
        return new Opened(login.connect(limit), time.nanoTime());
    }

    /** Takes a connection back on which nothing is under way. */
    void keep(Opened opened) {
        long now = time.nanoTime();
        synchronized (idle) {
            if (!closed && idle.size() < maxIdle && !isOld(opened, now)) {
                idle.push(new Idle(opened, now));
                return;
            }
        }
        RedisWire.end(opened.connection());
    }

    @Override
    public void close() {
        Deque<Idle> left;
        synchronized (idle) {
            closed = true;
            left = new ArrayDeque<>(idle);
            idle.clear();
        }
        left.forEach(kept -> RedisWire.end(kept.opened().connection()));
    }

    private @Nullable Opened take() {
        long now = time.nanoTime();
        while (true) {
            Idle last;
            synchronized (idle) {
                last = idle.poll();
            }
            if (last == null) {
                return null;
            }
            if (now - last.since() < LONGEST_IDLE.toNanos() && !isOld(last.opened(), now)) {
                return last.opened();
            }
            RedisWire.end(last.opened().connection());
        }
    }

    private boolean isOld(Opened opened, long now) {
        return !maxLifetime.isZero() && now - opened.openedAt() >= maxLifetime.toNanos();
    }
}
