package io.leasehold.aws.world;

import io.leasehold.SecretBroker;
import io.leasehold.aws.AwsRoot;
import io.leasehold.aws.AwsStaticCredentials;
import io.leasehold.aws.AwsStaticRole;
import io.leasehold.aws.internal.engine.AwsEngineProvider;
import io.leasehold.aws.standin.FaultyAws;
import io.leasehold.aws.standin.StandInClients;
import io.leasehold.key.MasterKey;
import io.leasehold.storage.InMemoryStorage;
import io.leasehold.testkit.time.ManualScheduler;
import io.leasehold.testkit.time.SettableTime;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Brokers on one store, with the AWS engine, the stand-in and a user of IAM, all on one time that is moved by hand, and by whoever
 * waits. It begins at the real time.
 */
public final class StaticWorld implements AutoCloseable {

    /** The user. */
    public static final String USER = "legacy-app";

    private static final MasterKey KEY =
            MasterKey.fromBytes("a key of thirty-two ASCII bytes!".getBytes(StandardCharsets.US_ASCII));

    /** No more passes at once, so that no limit of what is under way on other threads does. */
    private static final Duration STEP = Duration.ofSeconds(10);

    private final SettableTime time = SettableTime.automatic();
    private final ManualScheduler scheduler = new ManualScheduler(time);
    private final InMemoryStorage store = new InMemoryStorage(time);
    private final FaultyAws aws =
            FaultyAws.start(() -> Clock.systemUTC().instant().plus(time.advanced()));
    private final IamClient iam = StandInClients.iam(aws.url(), aws.admin());
    private final List<Node> nodes = new ArrayList<>();
    private final Node first;

    /**
     * A broker.
     *
     * @param broker the broker
     * @param faults its way to the store
     */
    public record Node(SecretBroker broker, StoreFaults faults) {

        public AwsStaticCredentials credentials(String role) {
            return broker.read("aws/static-creds/" + role).as(AwsStaticCredentials.class);
        }

        public Map<String, Object> role(String name) {
            return broker.read("aws/static-roles/" + name).data();
        }

        public void rotate(String role) {
            broker.write("aws/static-roles/" + role + "/rotate-credentials", Map.of());
        }

        public void delete(String role) {
            broker.delete("aws/static-roles/" + role);
        }

        public void write(String role, AwsStaticRole.Builder fields) {
            broker.write("aws/static-roles/" + role, fields.build());
        }
    }

    /** Starts one broker, with a root credential. */
    public StaticWorld() {
        first = start();
        first.broker().mounts().enable("aws", "aws");
        first.broker().write("aws/config/root", root().build());
        iam.createUser(request -> request.userName(USER));
    }

    /** Starts another broker on the store. */
    public Node start() {
        StoreFaults faults = new StoreFaults(store);
        Node node = new Node(
                SecretBroker.builder()
                        .name("billing")
                        .sharedStorage(faults)
                        .masterKey(KEY)
                        .engine(new AwsEngineProvider(time))
                        .timeSource(time)
                        .scheduler(scheduler)
                        .build(),
                faults);
        nodes.add(node);
        return node;
    }

    /** The root credential, with every request sent once, and a new key tried once. */
    public AwsRoot.Builder root() {
        return AwsRoot.builder()
                .key(aws.admin().accessKeyId(), aws.admin().secretAccessKey())
                .region("us-east-1")
                .iamEndpoint(aws.url().toString())
                .stsEndpoint(aws.url().toString())
                .propagationChecks(1)
                .maxRetries(0);
    }

    /** A role for the user, rotated every two hours, with a grace of twenty minutes. */
    public static AwsStaticRole.Builder twoHourly() {
        return AwsStaticRole.builder()
                .username(USER)
                .rotationPeriod(Duration.ofHours(2))
                .previousKeyGrace(Duration.ofMinutes(20));
    }

    public Node first() {
        return first;
    }

    public SecretBroker broker() {
        return first.broker();
    }

    public FaultyAws aws() {
        return aws;
    }

    /** The administrator's client, for what people do by hand. */
    public IamClient iam() {
        return iam;
    }

    public SettableTime time() {
        return time;
    }

    /** Makes a key by hand. */
    public AwsBasicCredentials foreignKey(String user) {
        return StandInClients.credentials(
                iam.createAccessKey(request -> request.userName(user)).accessKey());
    }

    /** Lets time pass, and what falls due be done. */
    public void pass(Duration duration) {
        Duration left = duration;
        while (left.compareTo(STEP) > 0) {
            scheduler.advance(STEP);
            RotationThreads.settle();
            left = left.minus(STEP);
        }
        scheduler.advance(left);
        RotationThreads.settle();
    }

    /** Lets time pass until something is so; half an hour at most. */
    public boolean comes(BooleanSupplier so) {
        for (int i = 0; i < 180 && !so.getAsBoolean(); i++) {
            pass(STEP);
        }
        return so.getAsBoolean();
    }

    /** Whether AWS takes a key. */
    public boolean works(AwsStaticCredentials key) {
        return works(AwsBasicCredentials.create(key.accessKey(), key.secretKey()));
    }

    public boolean works(AwsBasicCredentials key) {
        try (StsClient sts = StandInClients.sts(aws.url(), key)) {
            sts.getCallerIdentity();
            return true;
        } catch (SdkServiceException refused) {
            if (refused.statusCode() == 403) {
                return false;
            }
            throw refused;
        }
    }

    @Override
    public void close() {
        aws.faults().clear();
        nodes.forEach(node -> node.broker().close());
        iam.close();
        aws.close();
    }
}
