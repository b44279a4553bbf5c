package io.leasehold.aws.internal.key;

import io.leasehold.aws.AwsRoot;
import io.leasehold.aws.internal.client.AwsClients;
import io.leasehold.aws.internal.client.ClientFactory;
import io.leasehold.aws.internal.client.IdentityTokenSource;
import io.leasehold.aws.internal.client.RootSettings;
import io.leasehold.aws.standin.FaultyAws;
import io.leasehold.aws.standin.StandInClients;
import io.leasehold.error.LeaseholdException;
import io.leasehold.secret.SecretText;
import io.leasehold.testkit.time.SettableTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.sts.StsClient;

/** One user of the stand-in whose key is rotated, with a journal in memory, on time that is moved by hand and by who waits. */
final class KeyFixture implements AutoCloseable {

    /** Whose key it is, and who rotates it. */
    enum Kind {
        /** It rotates itself, as the key of {@code config/root} does. */
        ITSELF,
        /** Somebody else rotates it, as a static role's. */
        BY_OTHERS,
        /** There is none yet. */
        FIRST
    }

    static final String USER = "app";

    final SettableTime time = SettableTime.automatic();
    final Instant begin = Clock.systemUTC().instant();
    final FaultyAws aws = FaultyAws.start(this::now);
    final Interruptions interruptions = new Interruptions();
    final MemoryJournal journal;
    final Owner owner;
    final String firstKey;
    private final ClientFactory factory = new ClientFactory("test", time, new IdentityTokenSource(List.of()));
    private final Random random = new Random(7);
    Duration grace = Duration.ZERO;

    KeyFixture(Kind kind) {
        try (IamClient iam = StandInClients.iam(aws.url(), aws.admin())) {
            iam.createUser(request -> request.userName(USER));
            aws.allow(FaultyAws.userArn(USER), "iam:*");
            Optional<RootSettings.Key> key = kind == Kind.FIRST ? Optional.empty() : Optional.of(create(iam));
            String id = iam.getUser(request -> request.userName(USER)).user().userId();
            firstKey = key.map(RootSettings.Key::id).orElse("");
            owner = new Owner(kind == Kind.ITSELF ? "" : USER, kind == Kind.ITSELF ? "" : id, key);
            // Old enough to be known everywhere.
            time.advance(Duration.ofMinutes(10));
            ManagedKey first = ManagedKey.none(now());
            journal = new MemoryJournal(
                    key.map(known ->
                                    first.withCurrent(known.id(), known.secret().reveal()))
                            .orElse(first),
                    interruptions);
        }
        aws.log().clear();
    }

    private static RootSettings.Key create(IamClient iam) {
        AccessKey made = iam.createAccessKey(request -> request.userName(USER)).accessKey();
        return new RootSettings.Key(made.accessKeyId(), SecretText.of(made.secretAccessKey()));
    }

    Instant now() {
        return begin.plus(time.advanced());
    }

    /** As a process of its own has it. */
    KeyChangeover changeover() {
        return new KeyChangeover(this::now, time, random);
    }

    /** A key that somebody makes by hand. */
    String foreignKey() {
        try (IamClient iam = StandInClients.iam(aws.url(), aws.admin())) {
            String id = create(iam).id();
            aws.log().clear();
            return id;
        }
    }

    RootSettings.Key foreignKeyThatIsUsed() {
        try (IamClient iam = StandInClients.iam(aws.url(), aws.admin())) {
            RootSettings.Key key = create(iam);
            works(key);
            return key;
        }
    }

    void deleteByHand(String id) {
        try (IamClient iam = StandInClients.iam(aws.url(), aws.admin())) {
            iam.deleteAccessKey(request -> request.userName(USER).accessKeyId(id));
        }
    }

    /** Somebody deletes the user and makes another one of the same name. */
    void recreateUser() {
        deleteByHand(firstKey);
        try (IamClient iam = StandInClients.iam(aws.url(), aws.admin())) {
            iam.deleteUser(request -> request.userName(USER));
            iam.createUser(request -> request.userName(USER));
        }
    }

    /** What a broker does by itself until nothing is left to do. Tells whether it came to that. */
    boolean recovers() {
        for (int i = 0; i < 60; i++) {
            ManagedKey state = journal.state();
            if (state.lastRotation() > 0 && !state.isPending() && !state.isSettling()) {
                return true;
            }
            time.advance(Duration.ofSeconds(30));
            try {
                if (state.nextStep().filter(at -> !at.isAfter(now())).isPresent()) {
                    changeover().proceed(journal, owner);
                }
            } catch (LeaseholdException recorded) {
                // Tried again.
            }
        }
        return false;
    }

    /** Whether AWS takes a key. */
    boolean works(RootSettings.Key key) {
        AwsBasicCredentials credentials =
                AwsBasicCredentials.create(key.id(), key.secret().reveal());
        try (StsClient sts = StandInClients.sts(aws.url(), credentials)) {
            sts.getCallerIdentity();
            return true;
        } catch (SdkServiceException refused) {
            return false;
        }
    }

    @Override
    public void close() {
        aws.faults().clear();
        factory.close();
        aws.close();
    }

    /** Who uses the key. */
    final class Owner implements KeyOwner {

        private final String user;
        private final String userId;
        Optional<RootSettings.Key> used;

        Owner(String user, String userId, Optional<RootSettings.Key> used) {
            this.user = user;
            this.userId = userId;
            this.used = used;
        }

        @Override
        public String describe() {
            return "the test's key";
        }

        @Override
        public String userName() {
            return user;
        }

        @Override
        public String expectedUserId() {
            return userId;
        }

        @Override
        public Optional<Instant> next(Instant now) {
            return Optional.of(now.plus(Duration.ofDays(1)));
        }

        @Override
        public Duration grace() {
            return grace;
        }

        @Override
        public <T> T onAccount(Function<KeyAccess, T> work) {
            boolean itself = user.isEmpty();
            String id = itself ? used.orElseThrow().id() : aws.admin().accessKeyId();
            String secret =
                    itself ? used.orElseThrow().secret().reveal() : aws.admin().secretAccessKey();
            RootSettings settings = RootSettings.of(
                    AwsRoot.builder()
                            .key(id, secret)
                            .region("us-east-1")
                            .iamEndpoint(aws.url().toString())
                            .stsEndpoint(aws.url().toString())
                            .maxRetries(0)
                            .build(),
                    name -> null);
            try (AwsClients clients = factory.open(settings)) {
                return work.apply(
                        new KeyAccess(clients, id, settings.propagation(), key -> factory.probe(settings, key)));
            }
        }

        @Override
        public void adopt(ManagedKey proven) {
            interruptions.point();
            used = proven.pending();
            interruptions.point();
        }
    }
}
