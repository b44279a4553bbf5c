package io.leasehold.aws.world;

import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.aws.AwsKeyCredentials;
import io.leasehold.aws.AwsLease;
import io.leasehold.aws.AwsRole;
import io.leasehold.aws.AwsRoot;
import io.leasehold.aws.internal.engine.AwsEngineProvider;
import io.leasehold.aws.standin.FaultyAws;
import io.leasehold.aws.standin.StandInClients;
import io.leasehold.lease.LeaseQuery;
import io.leasehold.spi.engine.SecretEngineProvider;
import io.leasehold.spi.time.TimeSource;
import io.leasehold.storage.InMemoryStorage;
import io.leasehold.testkit.time.ManualScheduler;
import io.leasehold.testkit.time.SettableTime;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * A broker with the AWS engine and the stand-in, on one time that is moved by hand, and by whoever waits. It
 * begins at the real time, which the stand-in tells in the dates of its answers.
 */
public final class AwsWorld implements AutoCloseable {

    private final SettableTime time = SettableTime.automatic();
    private final ManualScheduler scheduler = new ManualScheduler(time);
    private final CountingStorage storage = new CountingStorage(new InMemoryStorage(time));
    private final FaultyAws aws =
            FaultyAws.start(() -> Clock.systemUTC().instant().plus(time.advanced()));
    private final BiFunction<FaultyAws, TimeSource, SecretEngineProvider> engine;
    private final SecretBroker broker;

    /** Starts the broker, with a root credential and leases of an hour, a day at most. */
    public AwsWorld() {
        this((aws, time) -> new AwsEngineProvider(time));
    }

    /** The same with another engine. */
    public AwsWorld(BiFunction<FaultyAws, TimeSource, SecretEngineProvider> engine) {
        this.engine = engine;
        this.broker = another();
        broker.mounts().enable("aws", "aws");
        broker.write("aws/config/root", root().build());
        broker.write("aws/config/lease", new AwsLease(Duration.ofHours(1), Duration.ofDays(1)));
    }

    /** The root credential, with every request sent once. */
    public AwsRoot.Builder root() {
        return AwsRoot.builder()
                .key(aws.admin().accessKeyId(), aws.admin().secretAccessKey())
                .region("us-east-1")
                .iamEndpoint(aws.url().toString())
                .stsEndpoint(aws.url().toString())
                .maxRetries(0);
    }

    /** Another instance on the same store, which the caller closes; what falls due in it is run with the first one's. */
    public SecretBroker another() {
        return SecretBroker.builder()
                .name("billing")
                .storage(storage)
                .engine(engine.apply(aws, time))
                .timeSource(time)
                .scheduler(scheduler)
                .build();
    }

    public FaultyAws aws() {
        return aws;
    }

    public SecretBroker broker() {
        return broker;
    }

    public void role(String name, AwsRole.Builder role) {
        broker.write("aws/roles/" + name, role.build());
    }

    public Secret issue(String role) {
        return broker.read("aws/creds/" + role);
    }

    public Secret issue(String role, Map<String, ?> parameters) {
        return broker.read("aws/creds/" + role, parameters);
    }

    public void pass(Duration duration) {
        scheduler.advance(duration);
    }

    /** Lets time pass until something is so; half an hour at most. */
    public boolean comes(BooleanSupplier so) {
        for (int i = 0; i < 180 && !so.getAsBoolean(); i++) {
            pass(Duration.ofSeconds(10));
        }
        return so.getAsBoolean();
    }

    /** The same for what is done beside the scheduler, on the threads of rotations, which come to rest between two steps. */
    public boolean comesBeside(BooleanSupplier so) {
        RotationThreads.settle();
        for (int i = 0; i < 360 && !so.getAsBoolean(); i++) {
            pass(Duration.ofSeconds(5));
            RotationThreads.settle();
        }
        return so.getAsBoolean();
    }

    /** The users beside the administrator. */
    public Set<String> users() {
        return aws.users();
    }

    public long leases() {
        return broker.leases().count("aws/");
    }

    /** The store's id, which users' tags carry. */
    public String storeId() {
        return storage.id();
    }

    /** How often rows of leases were deleted, however many at a time. */
    public int deletions() {
        return storage.deletions();
    }

    /** The largest sealed part of a lease, in bytes. */
    public int largestLease() {
        return storage.leases().query(LeaseQuery.all()).rows().stream()
                .mapToInt(row -> row.body().bytes().length)
                .max()
                .orElse(0);
    }

    /** Whether AWS takes a credential. */
    public boolean works(Secret secret) {
        try (StsClient sts = StandInClients.sts(aws.url(), credentials(secret))) {
            sts.getCallerIdentity();
            return true;
        } catch (SdkServiceException refused) {
            if (refused.statusCode() == 403) {
                return false;
            }
            throw refused;
        }
    }

    private static AwsCredentials credentials(Secret secret) {
        AwsKeyCredentials key = secret.as(AwsKeyCredentials.class);
        String token = key.sessionToken();
        return token == null
                ? AwsBasicCredentials.create(key.accessKey(), key.secretKey())
                : AwsSessionCredentials.create(key.accessKey(), key.secretKey(), token);
    }

    @Override
    public void close() {
        aws.faults().clear();
        broker.close();
        aws.close();
    }
}
