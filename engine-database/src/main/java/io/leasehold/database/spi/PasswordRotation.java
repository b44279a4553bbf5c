package io.leasehold.database.spi;

import java.util.List;

/**
 * The ability of a {@linkplain DatabasePlugin plugin} to rotate passwords: its targets are {@link ManagedAccounts}.
 * Thread-safe.
 */
public interface PasswordRotation {

    /**
     * Checks statements that set a password, without any I/O.
     *
     * @param field the field that they were written in, for messages
     * @param statements the statements; empty for the product's own way
     * @throws io.leasehold.error.InvalidRequestException naming the field and statement that is wrong
     */
    void checkRotation(String field, List<String> statements);

    /**
     * Whether the administrator logs in with the fields {@code username} and {@code password}, so that a new password that
     * is put there takes effect. False when the connection URL has a login of its own.
     *
     * @param settings settings that {@link DatabasePlugin#describe} accepts
     * @return whether the fields are what counts
     */
    boolean logsInByFields(ConnectionSettings settings);

    /**
     * Whether an account needs no right but that to log in to change its own password: a target that is opened with the account's
     * own login then sets it by {@link ManagedAccounts#setPassword}, without the statements of a role too.
     *
     * @return false unless the plugin says otherwise
     */
    default boolean accountsChangeTheirOwn() {
        return false;
    }
}
