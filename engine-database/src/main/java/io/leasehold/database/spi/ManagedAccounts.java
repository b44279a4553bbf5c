package io.leasehold.database.spi;

import io.leasehold.secret.SecretText;
import java.time.Duration;

/**
 * The ability of a {@linkplain DatabaseTarget target} to change the passwords of accounts that are there already: those of
 * static roles, and the administrator's own. The target's plugin says by {@link PasswordRotation} what the statements for it
 * may be. Failures are those of {@link DatabaseTarget}. Thread-safe.
 */
public interface ManagedAccounts {

    /**
     * Sets the password of an account, under the server's exclusion for the account where there is one. Calls
     * {@link PasswordChange#confirm()} inside the exclusion, right before the first change. An account that is not there is
     * not made but refused with {@code effectPossible() == false}. Nothing but the password changes unless the statements
     * say so; sessions that are open stay open. Setting the password that the account has is harmless.
     *
     * <p>When the account is the one that this target's administrator logs in with, it is exactly that one which changes, even
     * where the product has several accounts of one name; otherwise it is every account of the name.
     *
     * @param account the account and its new password
     * @param change limits, and the check
     */
    void setPassword(ManagedAccount account, PasswordChange change);

    /**
     * Whether the server takes a login, tried on a connection of its own that is closed at once. A login that is refused for
     * another reason than its name and password only after these were accepted (no right to the database, too many
     * sessions) counts as taken.
     *
     * @param username the account
     * @param password the password
     * @param timeLimit how long that may take
     * @return false when the server refuses the name and password
     * @throws io.leasehold.error.TargetUnavailableException when the server does not say
     */
    boolean accepts(String username, SecretText password, Duration timeLimit);
}
