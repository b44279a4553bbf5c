package io.leasehold.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leasehold.SecretBroker;
import io.leasehold.aws.internal.engine.AwsEngineProvider;
import io.leasehold.storage.InMemoryStorage;
import io.leasehold.testkit.server.MotoKey;
import io.leasehold.testkit.server.MotoServer;
import io.leasehold.testkit.server.SharedServers;
import io.leasehold.testkit.time.ManualScheduler;
import io.leasehold.testkit.time.SettableTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

/** A static role on moto, which checks keys and signatures: the old key works for its grace, and then no more. */
class StaticRoleOnMotoIT {

    private static final String USER = "legacy-app";

    private final MotoServer moto = SharedServers.moto();
    private final SettableTime time = SettableTime.automatic();
    private final ManualScheduler scheduler = new ManualScheduler(time);
    private final SecretBroker broker = SecretBroker.builder()
            .name("billing")
            .storage(new InMemoryStorage(time))
            .engine(new AwsEngineProvider(time))
            .timeSource(time)
            .scheduler(scheduler)
            .build();
    private IamClient iam;

    @BeforeEach
    void configure() {
        MotoKey root = moto.authenticate();
        iam = IamClient.builder()
                .region(Region.AWS_GLOBAL)
                .endpointOverride(moto.url())
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(root.accessKeyId(), root.secretAccessKey())))
                .build();
        iam.createUser(request -> request.userName(USER));
        broker.mounts().enable("aws", "aws");
        broker.write(
                "aws/config/root",
                Map.of(
                        "access_key",
                        root.accessKeyId(),
                        "secret_key",
                        root.secretAccessKey(),
                        "region",
                        "us-east-1",
                        "iam_endpoint",
                        moto.url().toString(),
                        "sts_endpoint",
                        moto.url().toString()));
        broker.write(
                "aws/static-roles/legacy",
                Map.of("username", USER, "rotation_period", "1h", "previous_key_grace", "10m"));
    }

    @AfterEach
    void close() {
        broker.close();
        iam.close();
        moto.stopAuthenticating();
        moto.reset();
    }

    @Test
    void theOldKeyEndsWithItsGrace() {
        AwsStaticCredentials old = key();
        assertThat(works(old)).isTrue();

        broker.write("aws/rotate-role/legacy", Map.of());

        AwsStaticCredentials fresh = key();
        assertThat(fresh.accessKey()).isNotEqualTo(old.accessKey());
        assertThat(works(fresh)).isTrue();
        assertThat(works(old)).isTrue();
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            scheduler.advance(Duration.ofSeconds(30));
            return keys().size() == 1;
        });
        assertThat(keys()).containsExactly(fresh.accessKey());
        assertThat(works(old)).isFalse();
        assertThat(works(fresh)).isTrue();
    }

    @Test
    void aRotationComesByItself() {
        AwsStaticCredentials old = key();

        await().atMost(Duration.ofMinutes(1)).until(() -> {
            scheduler.advance(Duration.ofMinutes(2));
            return !key().accessKey().equals(old.accessKey());
        });

        assertThat(works(key())).isTrue();
    }

    @Test
    void aDeletionEndsTheKeyAndLeavesTheUser() {
        AwsStaticCredentials key = key();

        broker.delete("aws/static-roles/legacy");

        assertThat(keys()).isEmpty();
        assertThat(works(key)).isFalse();
        assertThat(iam.getUser(request -> request.userName(USER)).user().userName())
                .isEqualTo(USER);
    }

    private AwsStaticCredentials key() {
        return broker.read("aws/static-creds/legacy").as(AwsStaticCredentials.class);
    }

    private List<String> keys() {
        return iam.listAccessKeys(request -> request.userName(USER)).accessKeyMetadata().stream()
                .map(key -> key.accessKeyId())
                .toList();
    }

    private boolean works(AwsStaticCredentials key) {
        try (StsClient sts = StsClient.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(moto.url())
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(key.accessKey(), key.secretKey())))
                .build()) {
            sts.getCallerIdentity();
            return true;
        } catch (SdkServiceException refused) {
            assertThat(refused.statusCode()).isEqualTo(403);
            return false;
        }
    }
}
