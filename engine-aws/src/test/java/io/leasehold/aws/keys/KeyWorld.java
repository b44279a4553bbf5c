package io.leasehold.aws.keys;

import io.leasehold.SecretBroker;
import io.leasehold.aws.RotatingAwsCredentials;
import io.leasehold.aws.RotatingAwsCredentialsBuilder;
import io.leasehold.spi.engine.LeaseTerms;
import io.leasehold.storage.InMemoryStorage;
import io.leasehold.testkit.time.ManualScheduler;
import io.leasehold.testkit.time.SettableTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A broker with an engine of keys, on time that is moved by hand. Users' leases last an hour and can be renewed for a day;
 * sessions last an hour.
 */
public final class KeyWorld implements AutoCloseable {

    /** Where users' keys are. */
    public static final String USER = "aws/creds/app";

    /** Where sessions are. */
    public static final String SESSION = "aws/sts/app";

    /** Where the key of a user is who stays. */
    public static final String STATIC = "aws/static-creds/app";

    private final SettableTime time = SettableTime.manual();
    private final ManualScheduler scheduler = new ManualScheduler(time);
    private final KeyIssuer issuer = new KeyIssuer(time::advanced);
    private final AtomicReference<LeaseTerms> users =
            new AtomicReference<>(LeaseTerms.renewable(Duration.ofHours(1), Duration.ofDays(1)));
    private final AtomicReference<Duration> sessions = new AtomicReference<>(Duration.ofHours(1));
    private final AtomicReference<String> staticKey = new AtomicReference<>("AKIASTATIC0000000001");
    private final SecretBroker broker = SecretBroker.builder()
            .name("key-world")
            .storage(new InMemoryStorage(time))
            .engine(new KeyEngine.Provider(issuer, users, sessions, staticKey))
            .timeSource(time)
            .scheduler(scheduler)
            .build();

    /** Starts the broker. */
    public KeyWorld() {
        broker.mounts().enable("aws", KeyEngine.TYPE);
    }

    /** Makes credentials of a path, with defaults. */
    public RotatingAwsCredentials credentials(String path) {
        return builder(path).build();
    }

    /** Begins credentials of a path. */
    public RotatingAwsCredentialsBuilder builder(String path) {
        return RotatingAwsCredentials.builder().broker(broker).path(path).timeSource(time);
    }

    /** The broker. */
    public SecretBroker broker() {
        return broker;
    }

    /** The keys. */
    public KeyIssuer issuer() {
        return issuer;
    }

    /** The time that credentials and broker go by. */
    public SettableTime time() {
        return time;
    }

    /** How long leases of users last, and how long at most, renewals included. */
    public void users(Duration ttl, Duration maxTtl) {
        users.set(LeaseTerms.renewable(ttl, maxTtl));
    }

    /** How long sessions last. */
    public void sessions(Duration life) {
        sessions.set(life);
    }

    /** Somebody else gave the user who stays another key. */
    public void staticKey(String id) {
        staticKey.set(id);
    }

    /** Lets time pass, with all that falls due on the way. */
    public void pass(Duration duration) {
        scheduler.advance(duration);
    }

    /** Runs what is due. */
    public void settle() {
        scheduler.runDue();
    }

    @Override
    public void close() {
        broker.close();
    }
}
