package io.leasehold.aws.world;

import io.leasehold.SecretBroker;
import io.leasehold.aws.AwsLease;
import io.leasehold.aws.AwsRole;
import io.leasehold.aws.AwsRoot;
import io.leasehold.aws.internal.engine.AwsEngineProvider;
import io.leasehold.aws.standin.Faults;
import io.leasehold.aws.standin.FaultyAws;
import io.leasehold.key.MasterKey;
import io.leasehold.storage.InMemoryStorage;
import io.leasehold.testkit.fault.MortalStorage;
import io.leasehold.testkit.time.ManualScheduler;
import io.leasehold.testkit.time.SettableTime;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Brokers on one store, each as if it were a process of its own that may die; on the stand-in and on one time. */
public final class MortalBrokers implements AutoCloseable {

    private static final MasterKey KEY =
            MasterKey.fromBytes("a key of thirty-two ASCII bytes!".getBytes(StandardCharsets.US_ASCII));

    private final SettableTime time = SettableTime.automatic();
    private final InMemoryStorage store = new InMemoryStorage(time);
    private final FaultyAws aws =
            FaultyAws.start(() -> Clock.systemUTC().instant().plus(time.advanced()));
    private final List<Instance> processes = new ArrayList<>();

    /** A broker with work of its own that falls due, none of which is done once it is dead. */
    public static final class Instance {

        private final SecretBroker broker;
        private final MortalStorage storage;
        private final ManualScheduler scheduler;

        Instance(SecretBroker broker, MortalStorage storage, ManualScheduler scheduler) {
            this.broker = broker;
            this.storage = storage;
            this.scheduler = scheduler;
        }

        public SecretBroker broker() {
            return broker;
        }

        public boolean isDead() {
            return storage.isDead();
        }

        /** Forgets what was planned, unless it has come. */
        public void live() {
            storage.live();
        }

        /** Lets time pass, in which this process does what falls due. */
        public void pass(Duration duration) {
            scheduler.advance(duration);
        }

        public long leases() {
            return broker.leases().count("aws/");
        }
    }

    /** Starts a process with the engine mounted and a role {@code app}. */
    public Instance first(AwsRole.Builder role) {
        Instance first = another();
        first.broker.mounts().enable("aws", "aws");
        first.broker.write(
                "aws/config/root",
                AwsRoot.builder()
                        .key(aws.admin().accessKeyId(), aws.admin().secretAccessKey())
                        .region("us-east-1")
                        .iamEndpoint(aws.url().toString())
                        .stsEndpoint(aws.url().toString())
                        .propagationChecks(1)
                        .maxRetries(0)
                        .build());
        first.broker.write("aws/config/lease", new AwsLease(Duration.ofMinutes(30), Duration.ofHours(1)));
        first.broker.write("aws/roles/app", role.build());
        return first;
    }

    /** Starts another process. */
    public Instance another() {
        MortalStorage storage = new MortalStorage(store);
        ManualScheduler scheduler = new ManualScheduler(time);
        SecretBroker broker = SecretBroker.builder()
                .name("billing")
                .sharedStorage(storage)
                .masterKey(KEY)
                .engine(new AwsEngineProvider(time))
                .timeSource(time)
                .scheduler(scheduler)
                .build();
        Instance process = new Instance(broker, storage, scheduler);
        processes.add(process);
        return process;
    }

    public FaultyAws aws() {
        return aws;
    }

    /** Plans that a process dies at an access to its store, 0 for the next one. */
    public void dieAtAccess(Instance process, int access, boolean afterIt) {
        process.storage.dieAt(access, afterIt);
    }

    /** Plans that a process dies at a request to AWS, 0 for the next one, which AWS does or does not get. */
    public void dieAtRequest(Instance process, int request, boolean afterIt) {
        int before = aws.log().requests().size();
        process.storage.dieWhen(() -> aws.log().requests().size() > before + request);
        Faults.Plan plan = aws.faults().on(Faults.ANY).skip(request).times(1);
        if (afterIt) {
            plan.loseResponse();
        } else {
            plan.loseRequest();
        }
    }

    @Override
    public void close() {
        aws.faults().clear();
        processes.forEach(process -> process.broker.close());
        aws.close();
    }
}
