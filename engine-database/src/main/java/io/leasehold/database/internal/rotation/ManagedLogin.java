package io.leasehold.database.internal.rotation;

import io.leasehold.database.spi.ManagedAccounts;
import io.leasehold.secret.SecretText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What one change of a managed password needs to know of whose it is. Thread-safe. */
public interface ManagedLogin {

    /**
     * What it is, for messages.
     *
     * @return such as {@code static role "x"}
     */
    String describe();

    /**
     * The account whose password is changed next.
     *
     * @param current the state; its account is empty when none is known yet
     * @return the account's name
     */
    String nextAccount(ManagedPassword current);

    /**
     * Makes a password.
     *
     * @return the password, owned by the caller
     */
    SecretText newPassword();

    /**
     * What sets it.
     *
     * @return statements; empty for the product's own way
     */
    List<String> statements();

    /**
     * When the next rotation is due after one that was completed now.
     *
     * @param now the time of the rotation
     * @return empty for not by itself
     */
    Optional<Instant> next(Instant now);

    /**
     * Works on the target, under its limit and breaker.
     *
     * @param work what to do
     * @param <T> its result
     * @return its result
     */
    <T> T onTarget(Function<ManagedAccounts, T> work);

    /**
     * Puts a proven password where it is used, before the journal says that it is current. Repeatable.
     *
     * @param proven the state with the proven password pending
     * @param timeLimit how long that may take
     */
    void adopt(ManagedPassword proven, Duration timeLimit);
}
