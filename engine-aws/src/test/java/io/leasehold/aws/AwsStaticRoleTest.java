package io.leasehold.aws;

import static io.leasehold.aws.world.StaticWorld.USER;
import static io.leasehold.aws.world.StaticWorld.twoHourly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.aws.standin.FaultyAws;
import io.leasehold.aws.world.StaticWorld;
import io.leasehold.error.ConflictException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.TargetRefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/** Static roles on the stand-in, when nothing fails. */
class AwsStaticRoleTest {

    private static final String APP = "app";

    private final StaticWorld world = new StaticWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private AwsStaticCredentials key() {
        return world.first().credentials(APP);
    }

    @Test
    void aNewRoleHasAKeyAtOnce() {
        world.first().write(APP, twoHourly());

        AwsStaticCredentials key = key();
        assertThat(world.works(key)).isTrue();
        assertThat(world.aws().keysOf(USER)).containsExactly(key.accessKey());
        assertThat(key.username()).isEqualTo(USER);
        assertThat(key.ttl()).isBetween(Duration.ofMinutes(119), Duration.ofHours(2));
        assertThat(key.rotationPeriod()).isEqualTo(Duration.ofHours(2));
        assertThat(Instant.parse(key.expiration())).isAfter(Instant.parse(key.lastVaultRotation()));
        assertThat(key.toString()).doesNotContain(key.secretKey());
    }

    @Test
    void aRoleIsReadWithoutItsSecret() {
        world.first().write(APP, twoHourly());

        Map<String, Object> role = world.first().role(APP);

        assertThat(role)
                .containsEntry("username", USER)
                .containsEntry("user_arn", FaultyAws.userArn(USER))
                .containsEntry("access_key", key().accessKey())
                .containsKeys("user_id", "rotation_period", "previous_key_grace", "last_vault_rotation")
                .doesNotContainKeys("secret_key", "rotation_error", "previous_access_key");
        assertThat(world.broker().list("aws/static-roles")).containsExactly(APP);
        assertThat(world.broker().list("aws/static-creds")).containsExactly(APP);
    }

    @Test
    void aRotationKeepsThePreviousKeyForTheGrace() {
        world.first().write(APP, twoHourly());
        AwsStaticCredentials old = key();

        world.pass(Duration.ofHours(2));
        assertThat(world.comes(() -> !key().accessKey().equals(old.accessKey())))
                .isTrue();
        AwsStaticCredentials fresh = key();

        assertThat(world.works(fresh)).isTrue();
        assertThat(world.works(old)).isTrue();
        assertThat(world.first().role(APP)).containsEntry("previous_access_key", old.accessKey());
        world.pass(Duration.ofMinutes(15));
        assertThat(world.works(old)).isTrue();
        assertThat(world.comes(() -> !world.works(old))).isTrue();
        assertThat(world.aws().keysOf(USER)).containsExactly(fresh.accessKey());
        assertThat(key().accessKey()).isEqualTo(fresh.accessKey());
    }

    /** Nobody asks the new process for anything. */
    @Test
    void aRestartedBrokerRotatesADueRoleByItself() {
        world.first().write(APP, twoHourly().previousKeyGrace(Duration.ZERO));
        Set<String> old = world.aws().keysOf(USER);
        world.broker().close();
        world.start();

        world.pass(Duration.ofHours(2));

        assertThat(world.comes(() -> !world.aws().keysOf(USER).equals(old))).isTrue();
        assertThat(world.aws().keysOf(USER)).hasSize(1).doesNotContainAnyElementsOf(old);
    }

    @Test
    void withoutAGraceThePreviousKeyGoesAtOnce() {
        world.first().write(APP, twoHourly().previousKeyGrace(Duration.ZERO));
        AwsStaticCredentials old = key();

        world.first().rotate(APP);

        assertThat(world.aws().keysOf(USER)).containsExactly(key().accessKey());
        assertThat(world.works(old)).isFalse();
    }

    /** Whoever rotates by hand has a reason, and the place is needed. */
    @Test
    void aRotationWithinTheGraceEndsIt() {
        world.first().write(APP, twoHourly());
        AwsStaticCredentials first = key();
        world.first().rotate(APP);
        AwsStaticCredentials second = key();

        world.broker().write("aws/rotate-role/" + APP, Map.of());

        assertThat(world.aws().keysOf(USER)).containsExactlyInAnyOrder(second.accessKey(), key().accessKey());
        assertThat(world.works(first)).isFalse();
    }

    @Test
    void aPausedRoleIsRotatedOnRequestOnlyAndRetiresItsOldKey() {
        world.first().write(APP, twoHourly().disableAutomatedRotation(true));
        AwsStaticCredentials old = key();
        assertThat(old.ttl()).isNull();
        assertThat(old.expiration()).isNull();

        world.pass(Duration.ofHours(5));
        assertThat(key().accessKey()).isEqualTo(old.accessKey());
        world.first().rotate(APP);

        assertThat(key().accessKey()).isNotEqualTo(old.accessKey());
        assertThat(world.works(old)).isTrue();
        world.pass(Duration.ofMinutes(19));
        assertThat(world.comes(() -> !world.works(old))).isTrue();
        assertThat(world.aws().keysOf(USER)).containsExactly(key().accessKey());
    }

    @Test
    void aNewPeriodCountsFromTheLastRotation() {
        world.first().write(APP, twoHourly());
        AwsStaticCredentials old = key();
        world.pass(Duration.ofMinutes(30));

        world.first().write(APP, AwsStaticRole.builder().rotationPeriod(Duration.ofHours(1)));

        assertThat(key().accessKey()).isEqualTo(old.accessKey());
        assertThat(key().ttl()).isBetween(Duration.ofMinutes(28), Duration.ofMinutes(30));
        world.pass(Duration.ofHours(1));
        assertThat(world.comes(() -> !key().accessKey().equals(old.accessKey())))
                .isTrue();
    }

    @Test
    void aScheduleSaysWhenToRotate() {
        world.first()
                .write(
                        APP,
                        AwsStaticRole.builder()
                                .username(USER)
                                .rotationSchedule("0 * * * *")
                                .rotationWindow(Duration.ofHours(1)));
        AwsStaticCredentials old = key();

        assertThat(old.rotationSchedule()).isEqualTo("0 * * * *");
        assertThat(old.rotationWindow()).isEqualTo(Duration.ofHours(1));
        assertThat(Instant.parse(old.expiration())).isEqualTo(nextHour(Instant.parse(old.lastVaultRotation())));
        world.pass(Duration.ofHours(1));
        assertThat(world.comes(() -> !key().accessKey().equals(old.accessKey())))
                .isTrue();
    }

    private static Instant nextHour(Instant time) {
        return time.truncatedTo(java.time.temporal.ChronoUnit.HOURS).plus(Duration.ofHours(1));
    }

    @Test
    void aRoleThatIsLeftAloneMakesItsKeyWhenItIsDue() {
        world.first().write(APP, twoHourly().skipImportRotation(true));

        assertThat(world.aws().keysOf(USER)).isEmpty();
        assertThatThrownBy(this::key)
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("before its first rotation");
        world.pass(Duration.ofHours(2));
        assertThat(world.comes(() -> !world.aws().keysOf(USER).isEmpty())).isTrue();
        assertThat(world.works(key())).isTrue();
    }

    @Test
    void aKeyThatIsAdoptedIsServedAndThenRetired() {
        AwsBasicCredentials own = world.foreignKey(USER);

        world.first()
                .write(
                        APP,
                        twoHourly()
                                .skipImportRotation(true)
                                .accessKey(own.accessKeyId())
                                .secretKey(own.secretAccessKey()));

        assertThat(key().accessKey()).isEqualTo(own.accessKeyId());
        assertThat(key().secretKey()).isEqualTo(own.secretAccessKey());
        world.first().rotate(APP);
        assertThat(key().accessKey()).isNotEqualTo(own.accessKeyId());
        assertThat(world.works(own)).isTrue();
        world.pass(Duration.ofMinutes(19));
        assertThat(world.comes(() -> !world.works(own))).isTrue();
        assertThat(world.aws().keysOf(USER)).containsExactly(key().accessKey());
    }

    @Test
    void aKeyCanBeAdoptedLaterByARoleThatHasNone() {
        AwsBasicCredentials own = world.foreignKey(USER);
        world.first().write(APP, twoHourly().skipImportRotation(true));
        AwsStaticRole.Builder adoption =
                AwsStaticRole.builder().accessKey(own.accessKeyId()).secretKey(own.secretAccessKey());

        world.first().write(APP, adoption);

        assertThat(key().accessKey()).isEqualTo(own.accessKeyId());
        assertThatThrownBy(() -> world.first().write(APP, adoption))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("has a key already");
    }

    @Test
    void aKeyOfSomebodyElseIsNotAdopted() {
        world.iam().createUser(request -> request.userName("other"));
        AwsBasicCredentials others = world.foreignKey("other");

        assertThatThrownBy(() -> world.first()
                        .write(APP, twoHourly().accessKey(others.accessKeyId()).secretKey(others.secretAccessKey())))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("is a key of somebody else");
        assertThatThrownBy(() -> world.first()
                        .write(APP, twoHourly().accessKey(others.accessKeyId()).secretKey("wrong")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("access_key: AWS refuses it");
        assertThat(world.broker().list("aws/static-roles")).isEmpty();
    }

    @Test
    void aUserThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> world.first().write(APP, twoHourly().username("nobody")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("there is no user \"nobody\"");
        assertThat(world.broker().list("aws/static-roles")).isEmpty();
    }

    @Test
    void theUserOfTheRootCredentialIsRefused() {
        assertThatThrownBy(() -> world.first().write(APP, twoHourly().username(FaultyAws.ADMIN)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("config/rotate-root");
    }

    @Test
    void aUserHasOneRole() {
        world.first().write(APP, twoHourly());

        assertThatThrownBy(() -> world.first().write("second", twoHourly()))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("belongs to static role \"app\"");
        assertThat(world.broker().list("aws/static-roles")).containsExactly(APP);
        world.first().delete(APP);
        world.first().write("second", twoHourly());
        assertThat(world.aws().keysOf(USER)).hasSize(1);
    }

    @Test
    void theUserOfARoleStays() {
        world.first().write(APP, twoHourly());

        assertThatThrownBy(
                        () -> world.first().write(APP, AwsStaticRole.builder().username("other")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("cannot be changed");
    }

    @Test
    void aUserThatWasMadeAnewIsRefused() {
        world.first().write(APP, twoHourly());
        String before = String.valueOf(world.first().role(APP).get("user_id"));
        world.iam().deleteAccessKey(request -> request.userName(USER).accessKeyId(key().accessKey()));
        world.iam().deleteUser(request -> request.userName(USER));
        world.iam().createUser(request -> request.userName(USER));

        assertThatThrownBy(() -> world.first().rotate(APP))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining(before)
                .hasMessageContaining("another one");
        assertThat(world.aws().keysOf(USER)).isEmpty();

        world.first().delete(APP);
        world.first().write(APP, twoHourly());
        assertThat(world.works(key())).isTrue();
    }

    @Test
    void aKeyOfSomebodyElseIsLeftAlone() {
        AwsBasicCredentials foreign = world.foreignKey(USER);
        world.first().write(APP, twoHourly());
        assertThat(world.works(key())).isTrue();

        assertThatThrownBy(() -> world.first().rotate(APP))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining(foreign.accessKeyId() + " (not known here)");

        assertThat(world.works(foreign)).isTrue();
        assertThat(world.works(key())).isTrue();
        assertThat(world.first().role(APP).get("rotation_error").toString()).contains(foreign.accessKeyId());
        world.iam().deleteAccessKey(request -> request.userName(USER).accessKeyId(foreign.accessKeyId()));
        world.first().rotate(APP);
        assertThat(world.first().role(APP)).doesNotContainKey("rotation_error");
    }

    @Test
    void twoForeignKeysAreNamedAndNothingIsLeft() {
        AwsBasicCredentials one = world.foreignKey(USER);
        AwsBasicCredentials two = world.foreignKey(USER);

        assertThatThrownBy(() -> world.first().write(APP, twoHourly()))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining(one.accessKeyId())
                .hasMessageContaining(two.accessKeyId());

        assertThat(world.broker().list("aws/static-roles")).isEmpty();
        assertThat(world.aws().activeKeysOf(USER)).containsExactlyInAnyOrder(one.accessKeyId(), two.accessKeyId());
    }

    @Test
    void aDeletionTakesTheKeysAndLeavesTheUser() {
        AwsBasicCredentials foreign = world.foreignKey(USER);
        world.first().write(APP, twoHourly());

        world.first().delete(APP);

        assertThat(world.aws().keysOf(USER)).containsExactly(foreign.accessKeyId());
        assertThat(world.aws().users()).contains(USER);
        assertThatThrownBy(this::key).isInstanceOf(NotFoundException.class);
        assertThat(world.broker().list("aws/static-roles")).isEmpty();
        world.first().delete(APP);
    }

    @Test
    void aDeletionWithinTheGraceTakesBothKeys() {
        world.first().write(APP, twoHourly());
        world.first().rotate(APP);
        assertThat(world.aws().keysOf(USER)).hasSize(2);

        world.first().delete(APP);

        assertThat(world.aws().keysOf(USER)).isEmpty();
    }

    @Test
    void theKeyIsRotatedOnceByWhicheverBroker() {
        StaticWorld.Node second = world.start();
        world.first().write(APP, twoHourly());
        AwsStaticCredentials old = key();
        int before = creations();

        world.pass(Duration.ofHours(2));
        assertThat(world.comes(() -> !key().accessKey().equals(old.accessKey())))
                .isTrue();
        world.pass(Duration.ofMinutes(10));

        assertThat(creations() - before).isEqualTo(1);
        assertThat(second.credentials(APP))
                .usingRecursiveComparison()
                .ignoringFields("ttl")
                .isEqualTo(key());
        second.rotate(APP);
        assertThat(key().accessKey()).isEqualTo(second.credentials(APP).accessKey());
    }

    private int creations() {
        return world.aws().log().of("CreateAccessKey").size();
    }

    @Test
    void theSecretIsNotAPartOfTheRoleThatIsStored() {
        AwsBasicCredentials own = world.foreignKey(USER);
        world.first().write(APP, twoHourly().accessKey(own.accessKeyId()).secretKey(own.secretAccessKey()));

        assertThat(world.first().role(APP).toString()).doesNotContain(own.secretAccessKey());
    }
}
