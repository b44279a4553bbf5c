package io.leasehold.testkit.contract;

import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.spi.engine.SecretEngineProvider;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What an engine's own test supplies to its contract tests: how it is configured, and a look at the real target that does
 * not go through the engine.
 */
public interface EngineUnderTest {

    /**
     * Makes the engine that is tested.
     *
     * @return its provider
     */
    SecretEngineProvider engine();

    /**
     * Writes everything that the engine needs before roles can be written, such as a connection.
     *
     * @param broker the broker
     * @param mount where the engine is mounted
     */
    void configure(SecretBroker broker, String mount);

    /**
     * Writes a role whose credentials can log in. Called again for a role that exists, it changes it.
     *
     * @param broker the broker
     * @param mount where the engine is mounted
     * @param role the role's name
     * @param ttl its default TTL
     * @param maxTtl its max TTL
     */
    void writeRole(SecretBroker broker, String mount, String role, Duration ttl, Duration maxTtl);

    /**
     * Writes a role whose creation starts to change the target and is then refused by it.
     *
     * @param broker the broker
     * @param mount where the engine is mounted
     * @param role the role's name
     */
    void writeFailingRole(SecretBroker broker, String mount, String role);

    /**
     * Whether the target takes a credential now. Asked by a fresh login of its own, never through the engine.
     *
     * @param secret what the engine issued
     * @return true when it is taken, false when it is refused; any other failure is thrown
     */
    boolean canLogin(Secret secret);

    /**
     * All accounts on the target now, those of others included.
     *
     * @return their names
     */
    Set<String> accounts();

    /**
     * Removes an account from the target behind the engine's back.
     *
     * @param account its name, as {@link #accounts()} spells it
     */
    void removeAccount(String account);

    /**
     * The name of the account that a credential belongs to.
     *
     * @param secret what the engine issued
     * @return the name, as {@link #accounts()} spells it
     */
    default String account(Secret secret) {
        return String.valueOf(secret.data().get("username"));
    }

    /**
     * The values of a credential that must not be shown anywhere.
     *
     * @param secret what the engine issued
     * @return at least one value
     */
    default Set<String> hidden(Secret secret) {
        return Set.of(String.valueOf(secret.data().get("password")));
    }

    /**
     * Where a role is written.
     *
     * @param mount where the engine is mounted
     * @param role the role's name
     * @return the path
     */
    default String rolePath(String mount, String role) {
        return mount + "/roles/" + role;
    }

    /**
     * Where a role's credentials are read.
     *
     * @param mount where the engine is mounted
     * @param role the role's name
     * @return the path
     */
    default String credsPath(String mount, String role) {
        return mount + "/creds/" + role;
    }

    /**
     * How to make the target unreachable.
     *
     * @return empty when that cannot be done; the sentences about it are skipped then
     */
    default Optional<TargetOutage> outage() {
        return Optional.empty();
    }

    /**
     * Releases what the test holds of the target. Called once after each test, when all brokers are closed; an
     * {@code @AfterEach} method of a subclass would run before that, and the brokers would not reach the target any more.
     */
    default void release() {}
}
