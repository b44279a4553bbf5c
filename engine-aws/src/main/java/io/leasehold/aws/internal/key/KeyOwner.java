package io.leasehold.aws.internal.key;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** What the rotation of a managed key needs to know of whose it is. Thread-safe. */
public interface KeyOwner {

    /**
     * What it is, for messages.
     *
     * @return such as {@code static role "x"}
     */
    String describe();

    /**
     * The user whose key it is.
     *
     * @return the user's name; empty for the user whose key the clients have
     */
    String userName();

    /**
     * The unique id that the user must have: one of the same name that was made later is another user.
     *
     * @return the id, such as {@code AIDA...}; empty for whichever it is
     */
    String expectedUserId();

    /**
     * When the next rotation is due after one that was completed now.
     *
     * @param now the time of the rotation
     * @return empty for not by itself
     */
    Optional<Instant> next(Instant now);

    /**
     * For how long the old key is kept after the new one was adopted, for those who still use it. The next rotation ends it, since
     * AWS allows a user two keys only.
     *
     * @return zero or more
     */
    Duration grace();

    /**
     * Works on the account. Is called anew for each part of a rotation, and has to use the key that is current then.
     *
     * @param work what to do
     * @param <T> its result
     * @return its result
     */
    <T> T onAccount(Function<KeyAccess, T> work);

    /**
     * Puts a proven key where it is used, before the journal says that it is current. Repeatable.
     *
     * @param proven the state with the proven key pending
     * @throws io.leasehold.error.ConflictException when nobody uses the old key any more: the rotation is to be
     *     {@linkplain KeyChangeover#abandon abandoned}
     */
    void adopt(ManagedKey proven);
}
