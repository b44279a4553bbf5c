package io.leasehold.aws.internal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.leasehold.aws.internal.client.RootSettings;
import io.leasehold.aws.internal.key.KeyFixture.Kind;
import io.leasehold.aws.standin.AwsError;
import io.leasehold.aws.standin.FaultyAws;
import io.leasehold.aws.standin.Hold;
import io.leasehold.aws.standin.LoggedRequest;
import io.leasehold.error.ConflictException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rotations of a key beside keys of others, and while others are at it. */
class KeyChangeoverTest {

    private static void failToRotate(KeyFixture world) {
        assertThatThrownBy(() -> world.changeover().rotate(world.journal, world.owner))
                .isInstanceOf(TargetUnavailableException.class);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aRotationLeavesOneKeyThatIsNew(Kind kind) {
        try (KeyFixture world = new KeyFixture(kind)) {
            ManagedKey rotated = world.changeover().rotate(world.journal, world.owner);

            assertThat(world.aws.keysOf(KeyFixture.USER))
                    .containsExactly(rotated.accessKey())
                    .doesNotContain(world.firstKey);
            assertThat(world.works(world.owner.used.orElseThrow())).isTrue();
            assertThat(rotated.isPending() || rotated.isSettling()).isFalse();
            assertThat(rotated.nextRotation())
                    .isBetween(
                            world.begin.plus(Duration.ofDays(1)).toEpochMilli(),
                            world.now().plus(Duration.ofDays(1)).toEpochMilli());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"ITSELF", "BY_OTHERS"})
    void aKeyOfSomebodyElseIsNamedAndLeftAlone(Kind kind) {
        try (KeyFixture world = new KeyFixture(kind)) {
            String foreign = world.foreignKey();

            assertThatThrownBy(() -> world.changeover().rotate(world.journal, world.owner))
                    .isInstanceOf(TargetRefusedException.class)
                    .hasMessageContaining(foreign + " (not known here)")
                    .hasMessageContaining(world.firstKey + " (in use here)")
                    .hasMessageContaining("delete " + foreign + " if nobody uses it");

            assertThat(world.aws.keysOf(KeyFixture.USER)).containsExactlyInAnyOrder(foreign, world.firstKey);
            assertThat(world.aws.log().of("CreateAccessKey")).isEmpty();
            assertThat(world.journal.state().isPending()).isFalse();
        }
    }

    @Test
    void twoKeysOfOthersAreBothNamed() {
        try (KeyFixture world = new KeyFixture(Kind.FIRST)) {
            String one = world.foreignKey();
            String two = world.foreignKey();

            assertThatThrownBy(() -> world.changeover().rotate(world.journal, world.owner))
                    .hasMessageContaining(one)
                    .hasMessageContaining(two);
            assertThat(world.aws.keysOf(KeyFixture.USER)).containsExactlyInAnyOrder(one, two);
        }
    }

    /** It was there before, although it was never used. */
    @Test
    void aKeyThatWasThereBeforeIsNotTakenForALostOne() {
        try (KeyFixture world = new KeyFixture(Kind.FIRST)) {
            String foreign = world.foreignKey();
            world.aws.faults().on("CreateAccessKey").loseResponse();
            assertThatThrownBy(() -> world.changeover().rotate(world.journal, world.owner))
                    .isInstanceOf(TargetUnavailableException.class);
            assertThat(world.aws.keysOf(KeyFixture.USER)).hasSize(2).contains(foreign);

            assertThat(world.recovers()).isTrue();

            assertThat(world.aws.keysOf(KeyFixture.USER))
                    .containsExactlyInAnyOrder(
                            foreign, world.owner.used.orElseThrow().id());
        }
    }

    /** Somebody made it while a request of ours was of unknown fate, and uses it. */
    @Test
    void aKeyThatIsUsedIsNotTakenForALostOne() {
        try (KeyFixture world = new KeyFixture(Kind.FIRST)) {
            world.aws.faults().on("CreateAccessKey").loseRequest();
            failToRotate(world);
            RootSettings.Key used = world.foreignKeyThatIsUsed();

            assertThat(world.recovers()).isTrue();

            assertThat(world.aws.keysOf(KeyFixture.USER))
                    .containsExactlyInAnyOrder(
                            used.id(), world.owner.used.orElseThrow().id());
            assertThat(world.works(used)).isTrue();
        }
    }

    @Test
    void whatWasMadeLongAfterALostRequestIsSomebodyElses() {
        try (KeyFixture world = new KeyFixture(Kind.FIRST)) {
            world.aws.faults().on("CreateAccessKey").loseRequest();
            failToRotate(world);
            world.time.advance(Duration.ofMinutes(10));
            String foreign = world.foreignKey();

            assertThat(world.recovers()).isTrue();

            assertThat(world.aws.keysOf(KeyFixture.USER)).hasSize(2).contains(foreign);
        }
    }

    @Test
    void aNewKeyIsUsedWhenItWorksEverywhere() {
        try (KeyFixture world = new KeyFixture(Kind.BY_OTHERS)) {
            world.aws.propagation().keysTake(Duration.ofSeconds(8)).keysFlap(2);

            world.changeover().rotate(world.journal, world.owner);

            assertThat(world.aws.keysOf(KeyFixture.USER)).hasSize(1);
            assertThat(world.works(world.owner.used.orElseThrow())).isTrue();
            assertThat(world.works(world.owner.used.orElseThrow())).isTrue();
        }
    }

    /** IAM may learn of a key later than STS: then it refuses that the new key deletes the old one. */
    @Test
    void theOldKeyStaysUntilTheNewOneCanDeleteIt() {
        try (KeyFixture world = new KeyFixture(Kind.ITSELF)) {
            world.aws
                    .faults()
                    .on("DeleteAccessKey")
                    .times(2)
                    .fail(new AwsError(
                            403, "InvalidClientTokenId", "The security token included in the request is invalid."));

            ManagedKey rotated = world.changeover().rotate(world.journal, world.owner);

            assertThat(world.aws.keysOf(KeyFixture.USER)).contains(world.firstKey, rotated.accessKey());
            assertThat(rotated.settleError()).contains("InvalidClientTokenId");
            assertThat(world.recovers()).isTrue();
            assertThat(world.aws.keysOf(KeyFixture.USER)).containsExactly(rotated.accessKey());
        }
    }

    @Test
    void aKeyThatDoesNotWorkYetStaysPendingAndIsNotMadeTwice() {
        try (KeyFixture world = new KeyFixture(Kind.ITSELF)) {
            world.aws.propagation().keysTake(Duration.ofMinutes(5));

            assertThatThrownBy(() -> world.changeover().rotate(world.journal, world.owner))
                    .isInstanceOf(TargetUnavailableException.class)
                    .hasMessageContaining("did not work in time");
            assertThat(world.owner.used.orElseThrow().id()).isEqualTo(world.firstKey);
            assertThat(world.journal.state().pendingKey()).isNotEmpty();

            assertThat(world.recovers()).isTrue();
            assertThat(world.aws.log().of("CreateAccessKey")).hasSize(1);
            assertThat(world.aws.keysOf(KeyFixture.USER))
                    .containsExactly(world.owner.used.orElseThrow().id());
        }
    }

    @Test
    void aNewKeyThatSomebodyDeletedIsMadeAnew() {
        try (KeyFixture world = new KeyFixture(Kind.BY_OTHERS)) {
            world.aws.propagation().keysTake(Duration.ofMinutes(5));
            failToRotate(world);
            world.deleteByHand(world.journal.state().pendingKey());
            world.aws.propagation().keysTake(Duration.ZERO);

            assertThat(world.recovers()).isTrue();

            assertThat(world.aws.log().of("CreateAccessKey")).hasSize(2);
            assertThat(world.works(world.owner.used.orElseThrow())).isTrue();
            assertThat(world.aws.keysOf(KeyFixture.USER)).hasSize(1);
        }
    }

    @Test
    void anotherUserOfTheSameNameIsLeftAlone() {
        try (KeyFixture world = new KeyFixture(Kind.BY_OTHERS)) {
            world.recreateUser();

            assertThatThrownBy(() -> world.changeover().rotate(world.journal, world.owner))
                    .isInstanceOf(TargetRefusedException.class)
                    .hasMessageContaining("is another one now");
            assertThat(world.aws.keysOf(KeyFixture.USER)).isEmpty();
        }
    }

    @Test
    void theOldKeyIsKeptForAGracePeriod() {
        try (KeyFixture world = new KeyFixture(Kind.BY_OTHERS)) {
            world.grace = Duration.ofHours(1);
            RootSettings.Key old = world.owner.used.orElseThrow();
            world.changeover().rotate(world.journal, world.owner);

            world.time.advance(Duration.ofMinutes(59));
            world.changeover().proceed(world.journal, world.owner);
            assertThat(world.works(old)).isTrue();

            world.time.advance(Duration.ofMinutes(2));
            world.changeover().proceed(world.journal, world.owner);
            assertThat(world.works(old)).isFalse();
            assertThat(world.aws.keysOf(KeyFixture.USER)).hasSize(1);
        }
    }

    /** AWS allows two keys: the one before the old one goes. */
    @Test
    void theNextRotationEndsTheGracePeriod() {
        try (KeyFixture world = new KeyFixture(Kind.BY_OTHERS)) {
            world.grace = Duration.ofHours(1);
            RootSettings.Key first = world.owner.used.orElseThrow();
            world.changeover().rotate(world.journal, world.owner);
            RootSettings.Key second = world.owner.used.orElseThrow();

            world.changeover().rotate(world.journal, world.owner);

            assertThat(world.works(first)).isFalse();
            assertThat(world.works(second)).isTrue();
            assertThat(world.works(world.owner.used.orElseThrow())).isTrue();
        }
    }

    /** Also where only the one is permitted. */
    @Test
    void anOldKeyThatCannotBeDeletedIsOutOfUseAndTriedAgain() {
        try (KeyFixture world = new KeyFixture(Kind.ITSELF)) {
            RootSettings.Key old = world.owner.used.orElseThrow();
            world.aws.deny(FaultyAws.userArn(KeyFixture.USER), "iam:DeleteAccessKey");

            ManagedKey rotated = world.changeover().rotate(world.journal, world.owner);

            assertThat(rotated.accessKey()).isNotEqualTo(old.id());
            assertThat(rotated.settleError())
                    .contains("DeleteAccessKey", "iam:DeleteAccessKey and")
                    .doesNotContain(old.secret().reveal());
            assertThat(world.works(old)).isFalse();
            assertThat(world.aws.keysOf(KeyFixture.USER)).hasSize(2);

            world.aws.allow(FaultyAws.userArn(KeyFixture.USER), "iam:DeleteAccessKey");
            assertThat(world.recovers()).isTrue();
            assertThat(world.aws.keysOf(KeyFixture.USER)).containsExactly(rotated.accessKey());
        }
    }

    @Test
    void aRefusalNamesThePermissionsAndIsNotPursued() {
        try (KeyFixture world = new KeyFixture(Kind.ITSELF)) {
            world.journal.set(world.journal.state().dueAt(null));
            world.aws.deny(FaultyAws.userArn(KeyFixture.USER), "iam:CreateAccessKey");

            assertThatThrownBy(() -> world.changeover().rotate(world.journal, world.owner))
                    .isInstanceOf(TargetRefusedException.class)
                    .hasMessageContaining("CreateAccessKey")
                    .hasMessageContaining(
                            "to rotate the keys of user app, allow iam:ListAccessKeys, iam:CreateAccessKey");
            assertThat(world.journal.state().isPending()).isFalse();
            assertThat(world.journal.state().nextStep()).isEmpty();
        }
    }

    @Test
    void whoComesWhileSomebodyIsAtItIsToldSo() throws Exception {
        try (KeyFixture world = new KeyFixture(Kind.ITSELF)) {
            Hold hold = world.aws.faults().on("CreateAccessKey").holdRequest();
            CompletableFuture<ManagedKey> first =
                    CompletableFuture.supplyAsync(() -> world.changeover().rotate(world.journal, world.owner));
            hold.awaitArrival();

            assertThatThrownBy(() -> world.changeover().rotate(world.journal, world.owner))
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContaining("is being rotated at this moment");
            assertThatThrownBy(() -> world.changeover().settle(world.journal, world.owner))
                    .isInstanceOf(ConflictException.class);

            hold.release();
            assertThat(first.get(30, TimeUnit.SECONDS).accessKey())
                    .isEqualTo(world.owner.used.orElseThrow().id());
            assertThat(world.aws.keysOf(KeyFixture.USER)).hasSize(1);
        }
    }

    /** A process that stood still for long goes on: the place for its key is taken as long as the old key is there. */
    @Test
    void aRequestThatIsDoneLateFindsNoPlace() throws Exception {
        try (KeyFixture world = new KeyFixture(Kind.ITSELF)) {
            Hold hold = world.aws.faults().on("CreateAccessKey").holdRequest();
            CompletableFuture<ManagedKey> late =
                    CompletableFuture.supplyAsync(() -> world.changeover().rotate(world.journal, world.owner));
            hold.awaitArrival();
            world.time.advance(KeyClaim.LENGTH.minus(Duration.ofMinutes(3)));
            // As if the claim had run out, while the doubt has not.
            world.journal.set(world.journal.state().released());

            ManagedKey rotated = world.changeover().rotate(world.journal, world.owner);
            assertThat(rotated.isSettling()).isTrue();
            assertThat(world.aws.keysOf(KeyFixture.USER))
                    .containsExactlyInAnyOrder(world.firstKey, rotated.accessKey());
            hold.release();

            assertThat(catchThrowable(() -> late.get(30, TimeUnit.SECONDS))).isNotNull();
            assertThat(world.aws.log().of("CreateAccessKey").stream().map(LoggedRequest::outcome))
                    .containsExactlyInAnyOrder("OK", "LimitExceeded");
            assertThat(world.recovers()).isTrue();
            assertThat(world.aws.keysOf(KeyFixture.USER)).containsExactly(rotated.accessKey());
            assertThat(world.journal.state().lastError()).isEmpty();
        }
    }

    /** Who was overtaken takes its key back. */
    @Test
    void aKeyThatCannotBeJournalledIsTakenBack() throws Exception {
        try (KeyFixture world = new KeyFixture(Kind.ITSELF)) {
            Hold hold = world.aws.faults().on("CreateAccessKey").holdResponse();
            CompletableFuture<ManagedKey> late =
                    CompletableFuture.supplyAsync(() -> world.changeover().rotate(world.journal, world.owner));
            hold.awaitArrival();
            world.journal.set(
                    world.journal.state().claimed("another", world.now().plus(KeyClaim.LENGTH)));
            hold.release();

            assertThat(catchThrowable(() -> late.get(30, TimeUnit.SECONDS)))
                    .hasCauseInstanceOf(ConflictException.class);

            assertThat(world.aws.keysOf(KeyFixture.USER)).containsExactly(world.firstKey);
            assertThat(world.recovers()).isTrue();
            assertThat(world.aws.keysOf(KeyFixture.USER)).hasSize(1);
        }
    }

    @Test
    void aRotationThatIsGivenUpLeavesTheCurrentKeyAlone() {
        try (KeyFixture world = new KeyFixture(Kind.ITSELF)) {
            world.aws.propagation().keysTake(Duration.ofMinutes(5));
            failToRotate(world);

            ManagedKey left = world.changeover().abandon(world.journal, world.owner);

            assertThat(world.aws.keysOf(KeyFixture.USER)).containsExactly(world.firstKey);
            assertThat(left.isPending() || left.isSettling()).isFalse();
        }
    }

    @Test
    void whatIsGivenUpWithALostAnswerIsLookedForUntilNoneCanCome() {
        try (KeyFixture world = new KeyFixture(Kind.ITSELF)) {
            world.aws.faults().on("CreateAccessKey").loseResponse();
            failToRotate(world);

            assertThatThrownBy(() -> world.changeover().abandon(world.journal, world.owner))
                    .isInstanceOf(TargetUnavailableException.class);
            assertThat(world.aws.keysOf(KeyFixture.USER)).containsExactly(world.firstKey);

            world.time.advance(Duration.ofMinutes(2));
            world.changeover().abandon(world.journal, world.owner);
            assertThat(world.journal.state().isPending()).isFalse();
        }
    }

    @Test
    void noTextShowsASecret() {
        ManagedKey state = ManagedKey.none(null)
                .withCurrent("AKIACURRENT", "s3cret-current")
                .created("AKIAPENDING", "s3cret-pending", false);

        assertThat(state.toString()).contains("AKIACURRENT", "AKIAPENDING").doesNotContain("s3cret");
    }
}
