package io.leasehold.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.Secret;
import io.leasehold.aws.standin.AwsError;
import io.leasehold.aws.standin.Extra;
import io.leasehold.aws.standin.Faults;
import io.leasehold.aws.world.AwsWorld;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of users when a request fails, at whatever step. */
class AwsUserFaultsTest {

    private static final String POLICY = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    private static final String DOCUMENT =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}";

    /** More than an issue takes, and more than a revocation. */
    private static final int MOST_REQUESTS = 14;

    private final AwsWorld world = new AwsWorld();

    AwsUserFaultsTest() {
        world.aws().addPolicy(POLICY);
        world.aws().addGroup("developers", Map.of());
        world.role(
                "app",
                AwsRole.builder()
                        .credentialType("iam_user")
                        .policyArns(POLICY)
                        .policyDocument(DOCUMENT)
                        .iamGroups("developers")
                        .userPath("/apps/")
                        .iamTags(Map.of("team", "billing")));
    }

    @AfterEach
    void close() {
        world.close();
    }

    /** A way in which a request can fail. */
    enum Failure {
        REFUSED(plan -> plan.fail(AwsError.accessDenied("not authorized"))),
        THROTTLED(plan -> plan.fail(AwsError.throttling())),
        FAILED_BEFORE(plan -> plan.fail(AwsError.serviceFailure())),
        FAILED_AFTER(plan -> plan.failAfterEffect(AwsError.serviceFailure())),
        LOST_ON_THE_WAY(Faults.Plan::loseRequest),
        ANSWER_LOST(Faults.Plan::loseResponse);

        @SuppressWarnings("ImmutableEnumChecker") // functions without state
        private final Consumer<Faults.Plan> planned;

        Failure(Consumer<Faults.Plan> planned) {
            this.planned = planned;
        }
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void anIssueThatFailsAtAnyStepLeavesNothing(Failure failure) {
        world.issue("app");
        int failed = 0;
        for (int step = 0; step < MOST_REQUESTS; step++) {
            failure.planned.accept(
                    world.aws().faults().on(Faults.ANY).skip(step).times(1));
            try {
                Secret issued = world.issue("app");
                world.aws().faults().clear();
                assertThat(world.works(issued)).isTrue();
                world.broker().leases().revoke(issued.lease().orElseThrow().id());
            } catch (TargetException expected) {
                failed++;
            }
            world.aws().faults().clear();
            assertThat(world.comes(() -> world.leases() == 1))
                    .as("%s at step %s", failure, step)
                    .isTrue();
            assertThat(world.users()).as("%s at step %s", failure, step).hasSize(1);
        }
        assertThat(failed).as("steps that fail the issue").isGreaterThanOrEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void aRevocationThatFailsAtAnyStepIsFinished(Failure failure) {
        for (int step = 0; step < MOST_REQUESTS; step++) {
            Secret issued = world.issue("app");
            failure.planned.accept(
                    world.aws().faults().on(Faults.ANY).skip(step).times(1));
            try {
                world.broker().leases().revoke(issued.lease().orElseThrow().id());
            } catch (LeaseholdException tried) {
                assertThat(tried).isInstanceOf(TargetException.class);
            }
            world.aws().faults().clear();
            assertThat(world.comes(() -> world.leases() == 0))
                    .as("%s at step %s", failure, step)
                    .isTrue();
            assertThat(world.users()).as("%s at step %s", failure, step).isEmpty();
            assertThat(world.works(issued)).isFalse();
        }
    }

    /** Others may change the user at the same moment. */
    @Test
    void whatIsBusyIsDoneAgain() {
        for (AwsError busy : List.of(AwsError.concurrentModification(), AwsError.temporarilyUnmodifiable())) {
            for (String action : List.of("AttachUserPolicy", "PutUserPolicy", "AddUserToGroup", "DeleteUser")) {
                world.aws().faults().on(action).times(2).fail(busy);
            }
            Secret issued = world.issue("app");

            assertThat(world.works(issued)).isTrue();
            world.broker().leases().revoke(issued.lease().orElseThrow().id());
            assertThat(world.users()).isEmpty();
        }
    }

    /** What people give a user by hand keeps AWS from deleting it. */
    @ParameterizedTest
    @EnumSource(Extra.class)
    void whatBlocksADeletionIsRemovedFirst(Extra extra) {
        Secret issued = world.issue("app");
        String user = world.users().iterator().next();
        world.aws()
                .addExtra(user, extra, extra == Extra.LOGIN_PROFILE ? user : "arn:aws:iam::123456789012:mfa/somebody");

        world.broker().leases().revoke(issued.lease().orElseThrow().id());

        assertThat(world.users()).isEmpty();
        assertThat(world.leases()).isZero();
    }

    @Test
    void aNewKeyIsWaitedForUntilItWorksEverywhere() {
        world.aws().propagation().keysTake(Duration.ofSeconds(8)).keysFlap(2);

        Secret issued = world.issue("app");

        assertThat(world.works(issued)).isTrue();
        assertThat(world.works(issued)).isTrue();
    }

    @Test
    void aKeyThatDoesNotWorkInTimeIsTakenBack() {
        world.broker().write("aws/config/root", Map.of("propagation_timeout", "10s"));
        world.aws().propagation().keysTake(Duration.ofMinutes(10));

        assertThatThrownBy(() -> world.issue("app"))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("new key did not work");

        assertThat(world.comes(() -> world.leases() == 0)).isTrue();
        assertThat(world.users()).isEmpty();
    }

    /** A fresh user is not known at once to all that is done next. */
    @Test
    void aNewUserIsWaitedFor() {
        world.aws()
                .propagation()
                .usersTake(Duration.ofSeconds(3), "AttachUserPolicy", "PutUserPolicy", "CreateAccessKey");

        assertThat(world.works(world.issue("app"))).isTrue();
    }

    /** The tags tell whose a user is: one without them may be somebody else's. */
    @Test
    void aUserThatIsNotTheLeasesIsLeftAlone() {
        Secret issued = world.issue("app");
        String user = world.users().iterator().next();
        world.aws().untag(user);

        assertThatThrownBy(() -> world.broker()
                        .leases()
                        .revoke(issued.lease().orElseThrow().id()))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("does not carry the tags of its lease");

        assertThat(world.users()).containsExactly(user);
    }
}
