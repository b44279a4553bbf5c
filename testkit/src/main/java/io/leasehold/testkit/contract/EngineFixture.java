package io.leasehold.testkit.contract;

import io.leasehold.Lease;
import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The setting of the contract tests of engines: brokers on one store in memory, whose time is moved by hand, with the engine
 * mounted and one role written.
 */
public abstract class EngineFixture implements EngineUnderTest {

    /** Where the engine is mounted. */
    protected static final String MOUNT = "under/test";

    /** A role that is there from the beginning, with a TTL of an hour and a max TTL of a day. */
    protected static final String ROLE = "app";

    static final Duration TTL = Duration.ofHours(1);
    static final Duration MAX_TTL = Duration.ofDays(1);

    final ContractBrokers brokers = new ContractBrokers();
    private Set<String> before = Set.of();
    private Optional<SecretBroker> started = Optional.empty();

    /** For subclasses. */
    protected EngineFixture() {}

    /** Starts a broker with the engine mounted and configured, and one role. */
    @BeforeEach
    protected final void startBroker() {
        before = accounts();
        SecretBroker broker = startBroker("contract");
        broker.mounts().enable(MOUNT, engine().type());
        configure(broker, MOUNT);
        writeRole(broker, MOUNT, ROLE, TTL, MAX_TTL);
    }

    /** Makes the target reachable, closes all brokers, which revokes what is left, and releases the target. */
    @AfterEach
    protected final void closeBrokers() {
        try {
            outage().ifPresent(TargetOutage::end);
            brokers.close();
        } finally {
            release();
        }
    }

    /**
     * The broker that was started first.
     *
     * @return the broker of this test
     */
    protected final SecretBroker broker() {
        return started.orElseThrow();
    }

    /**
     * Starts one more broker on the same store. From now on only its background work runs.
     *
     * @param name its name
     * @return the broker, closed after the test
     */
    protected final SecretBroker startBroker(String name) {
        SecretBroker broker = brokers.start(name, engine());
        if (started.isEmpty()) {
            started = Optional.of(broker);
        }
        return broker;
    }

    /**
     * Lets time pass, and runs the background work that falls due.
     *
     * @param duration how long
     */
    protected final void advance(Duration duration) {
        brokers.advance(duration);
    }

    /**
     * Reads a fresh credential of {@link #ROLE}.
     *
     * @return the credential with its lease
     */
    protected final Secret issue() {
        return broker().read(credsPath(MOUNT, ROLE));
    }

    /**
     * The lease of a credential.
     *
     * @param secret what the engine issued
     * @return its lease
     */
    protected static Lease lease(Secret secret) {
        return secret.lease().orElseThrow(() -> new AssertionError("a credential without a lease"));
    }

    /**
     * The accounts on the target that were not there before the test.
     *
     * @return their names
     */
    protected final Set<String> newAccounts() {
        Set<String> now = new TreeSet<>(accounts());
        now.removeAll(before);
        return now;
    }

    /**
     * Whether neither an account nor a lease of this test is left.
     *
     * @return true when all is clean
     */
    protected final boolean nothingIsLeft() {
        return newAccounts().isEmpty() && broker().leases().count(MOUNT) == 0;
    }

    /**
     * Lets time pass until neither an account nor a lease of this test is left, or fails.
     */
    protected final void advanceUntilNothingIsLeft() {
        brokers.advanceUntil("nothing is left", this::nothingIsLeft);
    }
}
