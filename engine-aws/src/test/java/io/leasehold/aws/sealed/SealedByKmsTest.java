package io.leasehold.aws.sealed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.SecretBroker;
import io.leasehold.aws.KmsMasterKey;
import io.leasehold.aws.standin.AwsError;
import io.leasehold.aws.standin.FaultyKms;
import io.leasehold.aws.standin.KmsCall;
import io.leasehold.aws.standin.StandInKmsKey;
import io.leasehold.error.StorageException;
import io.leasehold.error.StorageException.Reason;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** On the stand-in for KMS, with what goes wrong. */
class SealedByKmsTest extends SealedByKms {

    private final FaultyKms kms = FaultyKms.start();
    private StandInKmsKey key;

    @AfterEach
    void close() {
        kms.close();
    }

    @Override
    String newKey() {
        key = kms.addKey("eu-central-1");
        return key.arn();
    }

    @Override
    KmsMasterKey master(String name) {
        return KmsMasterKey.builder()
                .key(name)
                .endpoint(kms.url())
                .credentials(StaticCredentialsProvider.create(kms.credentials()))
                .timeout(Duration.ofSeconds(3))
                .build();
    }

    /** A wrong key would have people look for another one, or give the store up. */
    @Test
    void aStartWithoutKmsFailsAndDoesNotSayThatTheKeyIsWrong() {
        try (KmsMasterKey master = master(newKey())) {
            use(SealedByKms::fill, master);

            kms.disable(key);
            assertUnavailable(() -> use(SealedByKms::check, master), "is disabled");
            kms.enable(key);
            kms.faults().on("Decrypt").always().fail(new AwsError(400, "AccessDeniedException", "not authorized"));
            assertUnavailable(() -> use(SealedByKms::check, master), "not authorized");
            kms.faults().clear();
            kms.refuseConnections();
            assertUnavailable(() -> use(SealedByKms::check, master), "no answer of AWS");
            kms.acceptConnections();

            use(SealedByKms::check, master);
        }
    }

    /** A ring that cannot be wrapped is not stored, so that the next start makes one. */
    @Test
    void aFirstStartThatFailsLeavesANewStoreUsable() {
        try (KmsMasterKey master = master(newKey())) {
            for (String action : new String[] {"Encrypt", "Decrypt"}) {
                kms.faults().on(action).always().fail(new AwsError(400, "AccessDeniedException", "not authorized"));
                assertUnavailable(() -> use(SealedByKms::fill, master), "not authorized");
                kms.faults().clear();
            }
            use(SealedByKms::fill, master);
            use(SealedByKms::check, master);
        }
    }

    @Test
    void aRunningBrokerGoesOnWithoutKms() {
        try (KmsMasterKey master = master(newKey());
                SecretBroker broker = open(master)) {
            fill(broker);
            kms.forgetCalls();
            kms.disable(key);

            check(broker);
            broker.write("aws/config/lease", Map.of("lease", "2h", "lease_max", "24h"));
            assertThat(broker.read("aws/config/lease").data()).containsEntry("lease", 7200L);
            assertThat(kms.calls()).isEmpty();
            // What makes a key needs KMS; what there was is left as it was.
            assertUnavailable(() -> broker.write("sys/rotate"), "is disabled");
            broker.write("aws/config/lease", Map.of("lease", "1h", "lease_max", "24h"));
            check(broker);

            kms.enable(key);
            broker.write("sys/rotate");
            check(broker);
        }
    }

    /** One for the index key and one for each data key. */
    @Test
    void aStartAsksOncePerKey() {
        try (KmsMasterKey master = master(newKey())) {
            use(SealedByKms::fill, master);
            use(broker -> broker.write("sys/rotate"), master);
            kms.forgetCalls();

            use(SealedByKms::check, master);

            assertThat(kms.calls()).extracting(KmsCall::action).containsExactly("Decrypt", "Decrypt", "Decrypt");
        }
    }

    @Test
    void aRewrapThatFailsLeavesTheRingAsItWas() {
        try (KmsMasterKey first = master(newKey());
                KmsMasterKey second = master(newKey())) {
            use(SealedByKms::fill, first);
            kms.disable(key);

            assertUnavailable(() -> use(broker -> broker.write("sys/rewrap"), second, first), "is disabled");

            use(SealedByKms::check, first);
        }
    }

    private static void assertUnavailable(ThrowingCallable call, String words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE))
                .hasMessageContaining("AWS KMS")
                .hasMessageContaining(words);
    }
}
