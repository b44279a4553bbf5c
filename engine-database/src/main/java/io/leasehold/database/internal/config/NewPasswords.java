package io.leasehold.database.internal.config;

import io.leasehold.database.DatabaseConnection;
import io.leasehold.database.internal.credential.CredentialRules;
import io.leasehold.database.internal.password.PasswordGenerator;
import io.leasehold.error.NotFoundException;
import io.leasehold.secret.SecretText;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.Passwords;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * Makes passwords for accounts: by the role's password policy, else by its connection's, else by the built-in rule
 * ({@link PasswordGenerator}). Thread-safe.
 */
public final class NewPasswords {

    public static final String POLICY = CredentialRules.PASSWORD_POLICY;

    private final Passwords policies;
    private final SecureRandom random;

    public NewPasswords(EngineContext context) {
        this.policies = context.passwords();
        this.random = context.random();
    }

    /**
     * Checks the name of a policy that a configuration is about to hold.
     *
     * @param field the field, as the caller spells it
     * @param policy the name; empty or null for the default
     * @throws io.leasehold.error.InvalidRequestException naming the field, when there is no such policy
     */
    public void check(String field, @Nullable String policy) {
        String name = ConnectionDefaults.orEmpty(policy);
        if (!name.isEmpty()) {
            policies.require(field, name);
        }
    }

    /**
     * A password of an account that belongs to a role.
     *
     * @param connection the role's connection
     * @param rolePolicy the role's own policy; empty or null for the connection's
     * @return the password, owned by the caller
     * @throws NotFoundException when the policy was deleted; says where it is named and what to do
     */
    public SecretText next(DatabaseConnection connection, @Nullable String rolePolicy) {
        String name = ConnectionDefaults.orEmpty(rolePolicy);
        return name.isEmpty() ? next(connection) : byPolicy(name, "the role's credential_config");
    }

    /**
     * A password of a connection's own account, or of any that has no policy of its own.
     *
     * @param connection the connection
     * @return the password, owned by the caller
     * @throws NotFoundException when the policy was deleted; says where it is named and what to do
     */
    public SecretText next(DatabaseConnection connection) {
        String name = ConnectionDefaults.orEmpty(connection.passwordPolicy());
        return name.isEmpty() ? PasswordGenerator.generate(random) : byPolicy(name, "the connection");
    }

    private SecretText byPolicy(String name, String owner) {
        try {
            return policies.generate(name);
        } catch (NotFoundException e) {
            throw new NotFoundException("there is no password policy \"" + name + "\", which " + POLICY + " of " + owner
                    + " names: write it again to sys/policies/password/" + name + ", or write another " + POLICY
                    + ", empty for the built-in rule");
        }
    }
}
