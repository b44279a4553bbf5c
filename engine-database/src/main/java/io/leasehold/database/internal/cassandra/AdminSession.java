package io.leasehold.database.internal.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.secret.SecretText;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one session of the administrator, which all work of a target shares: opened when it is first needed, since it starts the
 * driver's own threads, and opened anew when it has lost its nodes, since the driver would wait for them with growing pauses.
 * Thread-safe.
 */
final class AdminSession implements AutoCloseable {

    private final SessionOpener opener;
    private final String username;
    private final SecretText password;

    /** Held while a session is being opened, so that only one is. */
    private final ReentrantLock lock = new ReentrantLock();

    /** Changed under the lock. */
    private volatile @Nullable CqlSession session;

    private volatile boolean closed;

    AdminSession(SessionOpener opener, String username, SecretText password) {
        this.opener = opener;
        this.username = username;
        this.password = password;
    }

    /** The session; opens it if there is none. */
    CqlSession get(TimeLimit limit) throws CommandException {
        CqlSession open = session;
        return open == null ? replace(null, limit) : open;
    }

    /** Opens a new session in the place of one that is of no use any more, unless somebody else has done that. */
    CqlSession replace(@Nullable CqlSession useless, TimeLimit limit) throws CommandException {
        lock(limit);
        try {
            CqlSession open = session;
            if (open != null && open != useless) {
                return open;
            }
            session = null;
            if (open != null) {
                open.forceCloseAsync();
            }
            if (closed) {
                throw unsent("it is closed");
            }
            CqlSession fresh = opener.open(username, password, limit);
            session = fresh;
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    private void lock(TimeLimit limit) throws CommandException {
        try {
            if (!lock.tryLock(limit.left().toNanos(), TimeUnit.NANOSECONDS)) {
                throw unsent("a session is being opened, and was not there in time");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unsent("interrupted");
        }
    }

    private static CommandException unsent(String why) {
        return new CommandException("connect", CassandraFailure.of(new IllegalStateException(why)));
    }

    @Override
    public void close() {
        closed = true;
        lock.lock();
        try {
            CqlSession open = session;
            session = null;
            if (open != null) {
                open.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
