package io.leasehold.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.aws.standin.AwsError;
import io.leasehold.aws.standin.FaultyKms;
import io.leasehold.aws.standin.KmsCall;
import io.leasehold.aws.standin.StandInKmsKey;
import io.leasehold.error.ClosedException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.StorageException;
import io.leasehold.error.StorageException.Reason;
import io.leasehold.key.MasterKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

/** A master key in KMS, on the stand-in for it. */
class KmsMasterKeyTest {

    private static final String REGION = "eu-central-1";
    private static final byte[] DATA_KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONTEXT = {1, 2, 3};

    private final FaultyKms kms = FaultyKms.start();
    private final StandInKmsKey key = kms.addKey(REGION);

    @AfterEach
    void close() {
        kms.close();
    }

    @Test
    void whatItWrapsItUnwrapsWithTheSameContext() {
        try (KmsMasterKey master = master(key.arn())) {
            byte[] wrapped = master.wrap(DATA_KEY, CONTEXT);

            assertThat(master.unwrap(wrapped, CONTEXT)).isEqualTo(DATA_KEY);
            assertThat(new String(wrapped, StandardCharsets.ISO_8859_1))
                    .doesNotContain(new String(DATA_KEY, StandardCharsets.ISO_8859_1));
            assertThat(wrong(() -> master.unwrap(wrapped, new byte[] {1, 2}))).isEqualTo(Reason.WRONG_KEY);
        }
    }

    /** Policies may demand the first, and CloudTrail shows both. */
    @Test
    void theEncryptionContextNamesTheUseAndHidesTheRest() {
        try (KmsMasterKey master = master(key.arn())) {
            master.unwrap(master.wrap(DATA_KEY, CONTEXT), CONTEXT);
        }

        assertThat(kms.calls()).extracting(KmsCall::action).containsExactly("Encrypt", "Decrypt");
        assertThat(kms.calls()).allSatisfy(call -> {
            assertThat(call.keyId()).isEqualTo(key.arn());
            assertThat(call.context())
                    .hasSize(2)
                    .containsEntry("leasehold", "data-key")
                    // SHA-256 of the bytes 1, 2, 3.
                    .containsEntry(
                            "leasehold-context", "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81");
        });
    }

    @Test
    void anAliasIsTheKeyThatItNamedAtTheStart() {
        kms.alias("alias/leasehold", key);
        StandInKmsKey other = kms.addKey(REGION);
        try (KmsMasterKey master = master("alias/leasehold")) {
            byte[] wrapped = master.wrap(DATA_KEY, CONTEXT);
            kms.alias("alias/leasehold", other);

            assertThat(master.unwrap(wrapped, CONTEXT)).isEqualTo(DATA_KEY);
            assertThat(master.id()).isEqualTo("aws-kms:" + key.arn());
            try (KmsMasterKey moved = master("alias/leasehold");
                    KmsMasterKey byArn = master(key.arn())) {
                assertThat(moved.id()).isEqualTo("aws-kms:" + other.arn());
                assertThat(wrong(() -> moved.unwrap(wrapped, CONTEXT))).isEqualTo(Reason.WRONG_KEY);
                assertThat(byArn.unwrap(wrapped, CONTEXT)).isEqualTo(DATA_KEY);
            }
        }
    }

    @Test
    void allNamesOfAKeyAreOneMasterKey() {
        kms.alias("alias/leasehold", key);
        String aliasArn = key.arn().replaceFirst("key/.*", "alias/leasehold");

        for (String name : List.of(key.arn(), key.id(), "alias/leasehold", aliasArn)) {
            try (KmsMasterKey master = master(name)) {
                assertThat(master.id()).isEqualTo("aws-kms:" + key.arn());
                assertThat(master).hasToString("master key aws-kms:" + key.arn());
            }
        }
        assertThat(kms.calls())
                .extracting(KmsCall::action)
                .containsOnly("DescribeKey")
                .hasSize(3);
    }

    @Test
    void aReplicaUnwrapsWhatThePrimaryWrapped() {
        StandInKmsKey primary = kms.addMultiRegionKey(REGION);
        StandInKmsKey replica = kms.replicate(primary, "eu-west-1");
        try (KmsMasterKey here = master(primary.arn());
                KmsMasterKey there = master(replica.arn())) {
            assertThat(there.id()).isEqualTo(here.id()).contains("aws-kms:arn:aws:kms::123456789012:key/mrk-");
            assertThat(there.unwrap(here.wrap(DATA_KEY, CONTEXT), CONTEXT)).isEqualTo(DATA_KEY);
        }
    }

    @Test
    void anotherKeyOrADamagedOneIsAWrongKey() {
        StandInKmsKey other = kms.addKey(REGION);
        try (KmsMasterKey master = master(key.arn());
                KmsMasterKey foreign = master(other.arn())) {
            byte[] wrapped = master.wrap(DATA_KEY, CONTEXT);

            assertThat(wrong(() -> foreign.unwrap(wrapped, CONTEXT))).isEqualTo(Reason.WRONG_KEY);
            byte[] damaged = wrapped.clone();
            damaged[5] ^= 1;
            assertThat(wrong(() -> master.unwrap(damaged, CONTEXT))).isEqualTo(Reason.WRONG_KEY);
        }
    }

    /** What a key in memory has wrapped is none of KMS's business. */
    @Test
    void whatWasNotWrappedInKmsIsNotSentThere() {
        byte[] bytes = new byte[32];
        bytes[1] = 1;
        byte[] wrapped = MasterKey.fromBytes(bytes).wrap(DATA_KEY, CONTEXT);
        try (KmsMasterKey master = master(key.arn())) {
            assertThat(wrong(() -> master.unwrap(wrapped, CONTEXT))).isEqualTo(Reason.WRONG_KEY);
            assertThat(wrong(() -> master.unwrap(new byte[0], CONTEXT))).isEqualTo(Reason.WRONG_KEY);
        }
        assertThat(kms.calls()).isEmpty();
    }

    /** Reasons for KMS not to do it that say nothing about the wrapped key. */
    enum Refusal {
        ACCESS_DENIED("AccessDeniedException", "kms:Decrypt"),
        DEPENDENCY("DependencyTimeoutException", "DependencyTimeoutException"),
        INTERNAL("KMSInternalException", "KMSInternalException"),
        UNAVAILABLE("KeyUnavailableException", "KeyUnavailableException"),
        THROTTLED("ThrottlingException", "ThrottlingException"),
        EXPIRED("ExpiredTokenException", "ExpiredTokenException");

        private final String code;
        private final String told;

        Refusal(String code, String told) {
            this.code = code;
            this.told = told;
        }
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void aRefusalIsNoWrongKey(Refusal refusal) {
        int status = refusal == Refusal.ACCESS_DENIED || refusal == Refusal.EXPIRED ? 400 : 500;
        AwsError error = new AwsError(status, refusal.code, "said");
        try (KmsMasterKey master = master(key.arn())) {
            byte[] wrapped = master.wrap(DATA_KEY, CONTEXT);
            kms.faults().on("Decrypt").always().fail(error);
            kms.faults().on("Encrypt").always().fail(error);

            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    () -> master.unwrap(wrapped, CONTEXT), () -> master.wrap(DATA_KEY, CONTEXT))) {
                assertThat(wrong(call)).isEqualTo(Reason.UNAVAILABLE);
                assertThatThrownBy(call)
                        .hasMessageContaining(key.arn())
                        .hasMessageContaining(refusal.told)
                        .hasMessageContaining("said");
            }
        }
    }

    @Test
    void aKeyThatIsDisabledOrGoesIsToldWithWhatToDo() {
        try (KmsMasterKey master = master(key.arn())) {
            byte[] wrapped = master.wrap(DATA_KEY, CONTEXT);

            kms.disable(key);
            assertUnavailable(() -> master.unwrap(wrapped, CONTEXT), "enable the key");
            kms.scheduleDeletion(key);
            assertUnavailable(() -> master.unwrap(wrapped, CONTEXT), "cancelling");
            kms.enable(key);
            assertThat(master.unwrap(wrapped, CONTEXT)).isEqualTo(DATA_KEY);
            kms.delete(key);
            assertUnavailable(() -> master.unwrap(wrapped, CONTEXT), "was deleted");
        }
    }

    @Test
    void aPassingFaultIsRetried() {
        try (KmsMasterKey master = master(key.arn())) {
            byte[] wrapped = master.wrap(DATA_KEY, CONTEXT);
            kms.faults().on("Decrypt").fail(new AwsError(500, "KMSInternalException", ""));
            kms.faults().on("Decrypt").loseResponse();

            assertThat(master.unwrap(wrapped, CONTEXT)).isEqualTo(DATA_KEY);
            assertThat(kms.calls().stream().filter(call -> call.action().equals("Decrypt")))
                    .hasSize(3);
        }
    }

    @Test
    void aKmsThatDoesNotAnswerIsWaitedForInBounds() {
        try (KmsMasterKey master = master(key.arn(), builder -> builder.timeout(Duration.ofSeconds(2)))) {
            byte[] wrapped = master.wrap(DATA_KEY, CONTEXT);
            kms.faults().on("Decrypt").always().answerAfter(Duration.ofSeconds(40));

            long start = System.nanoTime();
            assertUnavailable(() -> master.unwrap(wrapped, CONTEXT), "no answer of AWS");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
            // More than one attempt fits into the time.
            assertThat(kms.calls().stream().filter(call -> call.action().equals("Decrypt")))
                    .hasSizeGreaterThan(1);

            kms.refuseConnections();
            assertUnavailable(() -> master.unwrap(wrapped, CONTEXT), "no answer of AWS");
        }
    }

    @Test
    void theTimeOfAClientThatWasGivenIsBoundedToo() {
        try (KmsClient client = client();
                KmsMasterKey master = KmsMasterKey.builder()
                        .key(key.arn())
                        .client(client)
                        .timeout(Duration.ofSeconds(2))
                        .build()) {
            kms.faults().on("Encrypt").always().answerAfter(Duration.ofSeconds(40));

            long start = System.nanoTime();
            assertUnavailable(() -> master.wrap(DATA_KEY, CONTEXT), "no answer of AWS");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void aClientThatWasGivenIsLeftOpen() {
        try (KmsClient client = client()) {
            KmsMasterKey master =
                    KmsMasterKey.builder().key(key.arn()).client(client).build();
            byte[] wrapped = master.wrap(DATA_KEY, CONTEXT);
            master.close();
            master.close();

            assertThatThrownBy(() -> master.unwrap(wrapped, CONTEXT)).isInstanceOf(ClosedException.class);
            assertThat(client.describeKey(request -> request.keyId(key.id()))
                            .keyMetadata()
                            .arn())
                    .isEqualTo(key.arn());
        }
    }

    @Test
    void credentialsThatKmsDoesNotTakeAreTold() {
        String secret = "wrongwrongwrongwrongwrongwrongwrongwrong";
        AwsBasicCredentials wrong = AwsBasicCredentials.create(kms.credentials().accessKeyId(), secret);
        try (KmsMasterKey master =
                master(key.arn(), builder -> builder.credentials(StaticCredentialsProvider.create(wrong)))) {
            assertThatThrownBy(() -> master.wrap(DATA_KEY, CONTEXT))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("InvalidSignatureException")
                    // What AWS says with it quotes the request.
                    .hasMessageNotContaining("canonical")
                    .hasMessageNotContaining(secret);
        }
    }

    @Test
    void aKeyForSomethingElseIsRefused() {
        StandInKmsKey signing = kms.addSigningKey(REGION);
        assertThatThrownBy(() -> master(signing.id()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("RSA_2048")
                .hasMessageContaining("SYMMETRIC_DEFAULT");
        try (KmsMasterKey master = master(signing.arn())) {
            assertThatThrownBy(() -> master.wrap(DATA_KEY, CONTEXT))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("symmetric encryption");
        }
    }

    @Test
    void aKeyThatKmsDoesNotKnowIsRefusedAndOneThatIsForbiddenIsNot() {
        assertThatThrownBy(() -> master("alias/nothing"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("key: is unknown");
        kms.faults().on("DescribeKey").times(2).fail(new AwsError(400, "AccessDeniedException", "not authorized"));
        assertUnavailable(() -> master(key.id()), "kms:DescribeKey");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "leasehold",
                "alias/",
                "alias/with space",
                "arn:aws:iam::123456789012:role/Deploy",
                "arn:aws:kms::123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
                "arn:aws:kms:eu-central-1:123456789012:key/nothing"
            })
    void aNameThatIsNoneIsRefused(String name) {
        assertThatThrownBy(() -> master(name))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("key: ")
                .hasMessageContaining("arn:aws:kms:REGION:ACCOUNT:key/ID");
        assertThat(kms.calls()).isEmpty();
    }

    @Test
    void settingsThatContradictEachOtherAreRefused() {
        assertThatThrownBy(() -> master(key.arn(), builder -> builder.region("us-east-1")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("region: is not the key's, which is in eu-central-1");
        for (Duration timeout : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofSeconds(61))) {
            assertThatThrownBy(() -> master(key.arn(), builder -> builder.timeout(timeout)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("timeout");
        }
        try (KmsClient client = client()) {
            assertThatThrownBy(() -> master(key.arn(), builder -> builder.client(client)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("client");
        }
    }

    private static void assertUnavailable(ThrowingCallable call, String words) {
        assertThat(wrong(call)).isEqualTo(Reason.UNAVAILABLE);
        assertThatThrownBy(call).hasMessageContaining(words);
    }

    private static Reason wrong(ThrowingCallable call) {
        try {
            call.call();
        } catch (StorageException failure) {
            return failure.reason();
        } catch (Throwable other) {
            throw new AssertionError("another failure was expected", other);
        }
        throw new AssertionError("a failure was expected");
    }

    private KmsMasterKey master(String name) {
        return master(name, builder -> {});
    }

    private KmsMasterKey master(String name, Consumer<KmsMasterKey.Builder> more) {
        URI url = kms.url();
        KmsMasterKey.Builder builder = KmsMasterKey.builder()
                .key(name)
                .endpoint(url)
                .credentials(StaticCredentialsProvider.create(kms.credentials()));
        if (!name.startsWith("arn:")) {
            builder.region(REGION);
        }
        more.accept(builder);
        return builder.build();
    }

    private KmsClient client() {
        return KmsClient.builder()
                .region(Region.of(REGION))
                .endpointOverride(kms.url())
                .credentialsProvider(StaticCredentialsProvider.create(kms.credentials()))
                .build();
    }
}
