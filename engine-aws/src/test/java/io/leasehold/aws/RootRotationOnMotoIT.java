package io.leasehold.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.testkit.server.MotoKey;
import io.leasehold.testkit.server.MotoServer;
import io.leasehold.testkit.server.SharedServers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

/** The broker's own key on moto, which checks keys and signatures: the old one really fails afterwards. */
class RootRotationOnMotoIT {

    private final MotoServer moto = SharedServers.moto();
    private final SecretBroker broker = SecretBroker.builder().name("billing").build();
    private MotoKey root;

    @BeforeEach
    void configure() {
        root = moto.authenticate();
        broker.mounts().enable("aws", "aws");
        broker.write(
                "aws/config/root",
                AwsRoot.builder()
                        .key(root.accessKeyId(), root.secretAccessKey())
                        .region("us-east-1")
                        .iamEndpoint(moto.url().toString())
                        .stsEndpoint(moto.url().toString())
                        .rotationGrace(Duration.ZERO)
                        .build());
        broker.write("aws/config/lease", Map.of("lease", "1h", "lease_max", "24h"));
        broker.write(
                "aws/roles/app",
                AwsRole.builder()
                        .credentialType("iam_user")
                        .policyArns("arn:aws:iam::aws:policy/ReadOnlyAccess")
                        .build());
    }

    @AfterEach
    void close() {
        broker.close();
        moto.stopAuthenticating();
        moto.reset();
    }

    @Test
    void theOldKeyFailsAndTheBrokerWorksOn() {
        Secret before = issue();

        Secret rotated = broker.write("aws/config/rotate-root");

        assertThat(rotated.warnings()).isEmpty();
        assertThat(rotated.data().get("access_key")).isNotEqualTo(root.accessKeyId());
        assertThat(isTaken()).isFalse();
        broker.leases().revoke(before.lease().orElseThrow().id());
        broker.leases().revoke(issue().lease().orElseThrow().id());
    }

    @Test
    void itIsKeptForTheGracePeriod() {
        broker.write("aws/config/root", Map.of("rotation_grace", "3s"));

        broker.write("aws/config/rotate-root");
        assertThat(isTaken()).isTrue();

        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !isTaken());
        assertThat(broker.read("aws/config/root").data()).doesNotContainKey("retirement_error");
    }

    @Test
    void theWireShowsWhatIsDocumented() {
        moto.startRecording();
        broker.write("aws/config/rotate-root");

        List<String> actions = moto.stopRecording().stream()
                .map(call -> call.action())
                .filter(action -> action.contains("AccessKey"))
                .toList();
        assertThat(actions).containsExactly("ListAccessKeys", "CreateAccessKey", "UpdateAccessKey", "DeleteAccessKey");
    }

    private Secret issue() {
        return broker.read("aws/creds/app");
    }

    private boolean isTaken() {
        AwsBasicCredentials key = AwsBasicCredentials.create(root.accessKeyId(), root.secretAccessKey());
        try (StsClient sts = StsClient.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(moto.url())
                .credentialsProvider(StaticCredentialsProvider.create(key))
                .build()) {
            sts.getCallerIdentity();
            return true;
        } catch (SdkServiceException refused) {
            assertThat(refused.statusCode()).isEqualTo(403);
            return false;
        }
    }
}
