package io.leasehold.spi.engine;

import io.leasehold.secret.SecretText;

/**
 * Passwords by named policies, which belong to the broker as a whole ({@code sys/policies/password/NAME}). An engine checks
 * a policy's name when it is written into a configuration, and draws by it when it makes a credential. Thread-safe.
 */
public interface Passwords {

    /**
     * Checks that there is a policy of a name.
     *
     * @param field the field that holds the name, as the caller spells it
     * @param policy the policy's name
     * @throws io.leasehold.error.InvalidRequestException naming the field, when there is none; with the nearest name
     */
    void require(String field, String policy);

    /**
     * Draws a password. It may hold any printable character that the policy lists, quotes and spaces included.
     *
     * @param policy the policy's name
     * @return the password, owned by the caller
     * @throws io.leasehold.error.NotFoundException when there is no such policy, as after its deletion
     */
    SecretText generate(String policy);
}
