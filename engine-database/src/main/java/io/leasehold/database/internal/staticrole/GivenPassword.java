package io.leasehold.database.internal.staticrole;

import io.leasehold.database.DatabaseStaticRole;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.SecretText;
import java.util.Optional;

/**
 * The present password of an account, as somebody wrote it to its role.
 *
 * @param field the field that it was written in
 * @param password the password
 */
record GivenPassword(String field, SecretText password) {

    static final String SELF_MANAGED = "self_managed_password";
    private static final String PASSWORD = "password";

    /**
     * Reads what was sent with a role. Where accounts change their own passwords both fields mean the same.
     *
     * @param role the role as it was sent
     * @param selfManaged whether its connection has no administrator
     * @return empty when no password was sent
     * @throws InvalidRequestException naming the field that has no place there
     */
    static Optional<GivenPassword> of(DatabaseStaticRole role, boolean selfManaged) {
        String own = StaticRoleDefaults.orEmpty(role.selfManagedPassword());
        String present = StaticRoleDefaults.orEmpty(role.password());
        if (!own.isEmpty() && !selfManaged) {
            throw new InvalidRequestException(
                    SELF_MANAGED,
                    "is for a connection with self_managed=true; connection \"" + role.dbName()
                            + "\" has an administrator, who needs no present password: give password to have it served");
        }
        if (!own.isEmpty() && !present.isEmpty()) {
            throw new InvalidRequestException(PASSWORD, "stands beside " + SELF_MANAGED + ": give one of both");
        }
        if (!own.isEmpty()) {
            return Optional.of(new GivenPassword(SELF_MANAGED, SecretText.of(own)));
        }
        return present.isEmpty() ? Optional.empty() : Optional.of(new GivenPassword(PASSWORD, SecretText.of(present)));
    }

    @Override
    public String toString() {
        return "GivenPassword[field=" + field + "]";
    }
}
