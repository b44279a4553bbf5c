package io.leasehold.database.spi;

import io.leasehold.spi.engine.Creation;
import io.leasehold.spi.engine.Renewal;
import io.leasehold.spi.engine.Revocation;
import io.leasehold.spi.engine.Revoked;
import java.time.Duration;
import java.util.List;

/**
 * One database under one administrator's login. Thread-safe. Further abilities are further interfaces, such as
 * {@link ServerCapacity} and {@link ServerSessions}.
 *
 * <p>Failures are {@link io.leasehold.error.TargetUnavailableException} and
 * {@link io.leasehold.error.TargetRefusedException}; both say whether an effect is possible, name the statement by its
 * template text, and hold no secret. Every method may be called again after a failure and then does the rest.
 */
public interface DatabaseTarget extends AutoCloseable {

    /**
     * Logs in on a connection of its own and makes sure that the server can be worked with.
     *
     * @param timeLimit how long that may take
     * @return what the administrator of the connection should know, such as missing rights
     */
    List<String> verify(Duration timeLimit);

    /**
     * Makes a user. Calls {@link Creation#confirm()} right before the first change, inside the server's exclusion for the
     * account where there is one. A user of that name that exists already is left alone and refused with
     * {@code effectPossible() == false}. When the method fails half-way, nothing is left, or {@code effectPossible()} is
     * true.
     *
     * @param account the user
     * @param creation limits, expiry, and the check
     * @return what the caller should know
     */
    List<String> create(NewAccount account, Creation creation);

    /**
     * Moves the expiry that the server itself enforces; does nothing where the server has none.
     *
     * @param account the user
     * @param renewal the new expiry
     */
    void renew(Account account, Renewal renewal);

    /**
     * Removes a user and what depends on it. Absence is success.
     *
     * @param account the user
     * @param revocation limits of this attempt
     * @return that the user is absent, and how sure that is
     */
    Revoked revoke(Account account, Revocation revocation);

    /** Closes all connections. May be called repeatedly. */
    @Override
    void close();
}
