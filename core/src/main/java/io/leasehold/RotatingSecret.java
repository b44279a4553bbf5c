package io.leasehold;

/**
 * A secret that stays fresh: renewed at two thirds of its life, replaced before it can no longer be renewed, and served
 * from memory. {@link #current()} takes no lock and does no I/O. Thread-safe.
 *
 * <p>A secret without a lease, such as the login of a static role, is rotated by somebody else. It is read again every 30
 * seconds, when its {@code ttl} has passed, and when its consumer reports that it was refused; if it is another one then,
 * that is a rotation like any other.
 */
public interface RotatingSecret extends AutoCloseable {

    /**
     * The secret to use now.
     *
     * @return the current secret
     * @throws io.leasehold.error.ClosedException when this, or its broker, is closed
     * @throws io.leasehold.error.LeaseExpiredException when the last secret has ended and no fresh one could be had
     */
    Secret current();

    /**
     * Is told of every rotation from now on.
     *
     * @param listener runs on a thread of the broker
     * @return ends it
     */
    Subscription subscribe(RotationListener listener);

    /**
     * Says that the target refused a secret (an authentication failure). A fresh one is fetched once, however many callers
     * report the same secret, and not more often than the back-off allows. Returns at once.
     *
     * @param refused the secret that was refused; ignored when it is not the current one any more
     */
    void reportRefused(Secret refused);

    /** Replaces the secret now, in the background. Concurrent calls make one rotation. */
    void rotate();

    /**
     * How the secret is doing.
     *
     * @return a snapshot
     */
    RotationStatus status();

    /**
     * Stops and revokes the lease held, after the holds on it were closed or their limit has passed. May be called
     * repeatedly.
     */
    @Override
    void close();
}
