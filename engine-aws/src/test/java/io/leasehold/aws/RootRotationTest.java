package io.leasehold.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.aws.standin.FaultyAws;
import io.leasehold.aws.standin.StandInClients;
import io.leasehold.aws.standin.StandInRole;
import io.leasehold.aws.world.AwsWorld;
import io.leasehold.error.ConflictException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.TargetUnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.iam.IamClient;

/** The broker's own key: rotated on request and by itself, and replaced by hand meanwhile. */
class RootRotationTest {

    private final AwsWorld world = new AwsWorld();
    private final SecretBroker broker = world.broker();
    private final String first = world.aws().admin().accessKeyId();

    RootRotationTest() {
        world.aws().addPolicy("arn:aws:iam::aws:policy/ReadOnlyAccess");
        world.role(
                "app",
                AwsRole.builder().credentialType("iam_user").policyArns("arn:aws:iam::aws:policy/ReadOnlyAccess"));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void configure(Map<String, ?> fields) {
        broker.write("aws/config/root", fields);
    }

    private Map<String, Object> root() {
        return broker.read("aws/config/root").data();
    }

    private String current() {
        return String.valueOf(root().get("access_key"));
    }

    private Set<String> keys() {
        return world.aws().keysOf(FaultyAws.ADMIN);
    }

    @Test
    void aKeyThatIsThereToAssumeARoleIsRotatedAsTheUsersOwn() {
        StandInRole role = new StandInRole("Broker").longest(Duration.ofHours(12));
        world.aws().addRole(role);
        world.aws().allow(role.arn(), "*");
        configure(Map.of("role_arn", role.arn(), "rotation_grace", 0));

        broker.write("aws/config/rotate-root");

        assertThat(current()).isNotEqualTo(first);
        assertThat(keys()).containsExactly(current());
        assertThat(world.works(world.issue("app"))).isTrue();
    }

    @Test
    void aRotationAnswersTheIdOfTheNewKeyAlone() {
        configure(Map.of("rotation_grace", 0));

        Secret rotated = broker.write("aws/config/rotate-root");

        assertThat(rotated.data()).containsOnlyKeys("access_key");
        String id = String.valueOf(rotated.data().get("access_key"));
        assertThat(id).isNotEqualTo(first).isEqualTo(current());
        assertThat(rotated.warnings()).isEmpty();
        assertThat(keys()).containsExactly(id);
        assertThat(root()).containsKey("last_vault_rotation").doesNotContainKey("secret_key");
        assertThat(world.works(world.issue("app"))).isTrue();
        assertThat(world.aws().log().requests().stream()
                        .skip(world.aws().log().requests().size() - 1L)
                        .map(request -> request.action()))
                .containsExactly("GetCallerIdentity");
    }

    /** Requests may be under way with it, here and in other processes. */
    @Test
    void theOldKeyIsDeletedAMomentLaterByItself() {
        broker.write("aws/config/rotate-root");
        assertThat(keys()).containsExactlyInAnyOrder(first, current());
        assertThat(root()).containsEntry("retiring_access_key", first);

        assertThat(world.comesBeside(() -> keys().size() == 1)).isTrue();

        assertThat(keys()).containsExactly(current());
        assertThat(world.comesBeside(() -> !root().containsKey("retiring_access_key")))
                .isTrue();
        assertThat(root()).doesNotContainKey("retirement_error");
    }

    @Test
    void leasesOfBeforeAreRevokedWithTheNewKey() {
        Secret issued = world.issue("app");
        configure(Map.of("rotation_grace", 0));

        broker.write("aws/config/rotate-root");
        broker.leases().revoke(issued.lease().orElseThrow().id());

        assertThat(world.users()).isEmpty();
    }

    @Test
    void withoutAKeyThereIsNothingToRotate() {
        configure(Map.of("access_key", "", "secret_key", "", "verify_connection", false));

        assertThatThrownBy(() -> broker.write("aws/config/rotate-root"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("unable to rotate root credentials")
                .hasMessageContaining("default credentials chain");
        assertThatThrownBy(() -> configure(Map.of("rotation_period", "24h")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("rotation_period")
                .hasMessageContaining("access_key");
    }

    @Test
    void schedulesAreCheckedWhenTheyAreWritten() {
        assertThatThrownBy(() -> configure(Map.of("rotation_period", "24h", "rotation_schedule", "0 3 * * *")))
                .hasMessageContaining("one of both");
        assertThatThrownBy(() -> configure(Map.of("rotation_schedule", "often")))
                .hasMessageContaining("no cron schedule");
        assertThatThrownBy(() -> configure(Map.of("rotation_window", "2h"))).hasMessageContaining("rotation_window");
        assertThatThrownBy(() -> configure(Map.of("rotation_grace", "8d"))).hasMessageContaining("rotation_grace");
        assertThat(current()).isEqualTo(first);
    }

    @Test
    void theKeyIsRotatedByItself() {
        configure(Map.of("rotation_period", "1h", "rotation_grace", 0));
        assertThat(root()).containsKey("next_vault_rotation").doesNotContainKey("last_vault_rotation");

        world.pass(Duration.ofMinutes(59));
        assertThat(current()).isEqualTo(first);
        assertThat(world.comesBeside(() -> !current().equals(first))).isTrue();

        String second = current();
        assertThat(world.comesBeside(() -> keys().equals(Set.of(second)))).isTrue();
        assertThat(root()).containsKeys("last_vault_rotation", "next_vault_rotation");
        world.pass(Duration.ofMinutes(50));
        assertThat(world.comesBeside(() -> !current().equals(second))).isTrue();
    }

    @Test
    void rotationsByThemselvesPauseAndThoseOnRequestDoNot() {
        configure(Map.of("rotation_period", "1h", "disable_automated_rotation", true));
        assertThat(world.comesBeside(() -> !current().equals(first))).isFalse();
        for (int i = 0; i < 30; i++) {
            world.pass(Duration.ofMinutes(5));
        }
        assertThat(current()).isEqualTo(first);

        broker.write("aws/config/rotate-root");

        assertThat(current()).isNotEqualTo(first);
        assertThat(world.comesBeside(() -> keys().size() == 1)).isTrue();
    }

    @Test
    void aFailureIsShownAndTriedAgain() {
        configure(Map.of("rotation_period", "1h", "rotation_grace", 0));
        world.aws().deny(FaultyAws.userArn(FaultyAws.ADMIN), "iam:CreateAccessKey");
        world.pass(Duration.ofHours(1));
        assertThat(world.comesBeside(() -> root().containsKey("rotation_error")))
                .isTrue();
        assertThat(String.valueOf(root().get("rotation_error"))).contains("CreateAccessKey", "iam:ListAccessKeys");

        world.aws().allow(FaultyAws.userArn(FaultyAws.ADMIN), "iam:CreateAccessKey");

        assertThat(world.comesBeside(() -> !current().equals(first))).isTrue();
        assertThat(root()).doesNotContainKey("rotation_error");
    }

    /** A rotation whose new key does not work yet, and whose pending key is known to nobody but the journal. */
    private String pendingKey() {
        world.aws().propagation().keysTake(Duration.ofMinutes(20));
        assertThatThrownBy(() -> broker.write("aws/config/rotate-root")).isInstanceOf(TargetUnavailableException.class);
        return String.valueOf(root().get("pending_access_key"));
    }

    private AwsBasicCredentials another() {
        try (IamClient iam = StandInClients.iam(world.aws().url(), world.aws().admin())) {
            iam.createUser(request -> request.userName("other"));
            world.aws().allow(FaultyAws.userArn("other"), "iam:*");
            return StandInClients.credentials(
                    iam.createAccessKey(request -> request.userName("other")).accessKey());
        }
    }

    @Test
    void whatWasLeftUnfinishedIsFinishedByItself() {
        String pending = pendingKey();
        assertThat(current()).isEqualTo(first);

        assertThat(world.comesBeside(() -> keys().equals(Set.of(pending)))).isTrue();
        assertThat(current()).isEqualTo(pending);
    }

    /** The new key of the former one is deleted; the one that was written, and the former one, are the operator's. */
    @Test
    void anotherKeyMayBeWrittenWhileARotationIsUnfinished() {
        AwsBasicCredentials other = another();
        String pending = pendingKey();
        configure(Map.of(
                "access_key", other.accessKeyId(),
                "secret_key", other.secretAccessKey(),
                "verify_connection", false));
        assertThat(keys()).containsExactlyInAnyOrder(first, pending);

        assertThat(world.comesBeside(() -> keys().equals(Set.of(first)))).isTrue();
        assertThat(world.comesBeside(() -> !root().containsKey("pending_access_key")))
                .isTrue();
        assertThat(current()).isEqualTo(other.accessKeyId());
        assertThat(world.aws().keysOf("other")).containsExactly(other.accessKeyId());

        world.aws().propagation().keysTake(Duration.ZERO);
        configure(Map.of("rotation_grace", 0));
        broker.write("aws/config/rotate-root");
        assertThat(world.aws().keysOf("other")).containsExactly(current()).doesNotContain(other.accessKeyId());
        assertThat(keys()).containsExactly(first);
    }

    /** It deletes itself: the key that was written may be of another user. */
    @Test
    void anOldKeyIsDeletedAlsoWhenAnotherOneWasWrittenMeanwhile() {
        AwsBasicCredentials other = another();
        broker.write("aws/config/rotate-root");
        String second = current();
        configure(Map.of("access_key", other.accessKeyId(), "secret_key", other.secretAccessKey()));

        assertThat(world.comesBeside(() -> keys().equals(Set.of(second)))).isTrue();
        assertThat(world.comesBeside(() -> !root().containsKey("retiring_access_key")))
                .isTrue();
        assertThat(current()).isEqualTo(other.accessKeyId());
    }

    @Test
    void aConfigurationIsNotDeletedWithAnUnfinishedRotationUnlessByForce() {
        pendingKey();

        assertThatThrownBy(() -> broker.delete("aws/config/root"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("unfinished rotation");

        broker.delete("aws/config/root", Map.of("force", true));
        assertThat(world.comesBeside(() -> keys().equals(Set.of(first)))).isTrue();
    }

    /** Exactly one of several instances gets to work on the key at a time. */
    @Test
    void instancesRotateOneAfterTheOther() throws Exception {
        configure(Map.of("rotation_grace", 0));
        try (SecretBroker second = world.another()) {
            for (int round = 0; round < 10; round++) {
                CompletableFuture<?>[] racing = Stream.of(broker, second)
                        .map(each -> CompletableFuture.runAsync(() -> rotateOrLose(each)))
                        .toArray(CompletableFuture[]::new);
                CompletableFuture.allOf(racing).get(60, TimeUnit.SECONDS);
                // What one instance wrote, the other one sees after two seconds.
                world.pass(Duration.ofSeconds(3));
                assertThat(keys()).containsExactly(current());
            }
            assertThat(world.works(second.read("aws/creds/app"))).isTrue();
            assertThat(current()).isNotEqualTo(first);
        }
    }

    private static void rotateOrLose(SecretBroker broker) {
        Throwable failure = catchThrowable(() -> broker.write("aws/config/rotate-root"));
        if (failure != null) {
            assertThat(failure).isInstanceOf(ConflictException.class).isInstanceOf(LeaseholdException.class);
        }
    }
}
