package io.leasehold.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.leasehold.Secret;
import io.leasehold.aws.standin.AwsError;
import io.leasehold.aws.standin.FaultyAws;
import io.leasehold.aws.world.AwsWorld;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LimitExceededException;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.observe.Measurement;
import io.leasehold.observe.Readings;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An account's users against its quota: as a number, and as a limit. */
class AwsCapacityTest {

    private static final String DOCUMENT =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}";

    private final AwsWorld world = new AwsWorld();

    AwsCapacityTest() {
        world.broker().write("aws/config/root", Map.of("propagation_checks", 0));
        world.role("app", AwsRole.builder().credentialType("iam_user").policyDocument(DOCUMENT));
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void theUsersOfTheAccountAreANumber() {
        world.aws().userQuota(20);
        IntStream.range(0, 3).forEach(i -> world.issue("app"));

        Secret answer = world.broker().read("aws/capacity");

        // The administrator is a user of the account as well.
        assertThat(answer.as(AwsCapacity.class)).isEqualTo(new AwsCapacity(3, 4, 20, 20, 80, 18L));
        assertThat(answer.warnings()).isEmpty();
    }

    @Test
    void theUsersOfTheAccountAreMeasured() {
        world.aws().userQuota(20);
        IntStream.range(0, 3).forEach(i -> world.issue("app"));

        Readings readings = world.broker().observations().measurements();

        assertThat(readings.missing()).isEmpty();
        assertThat(readings.measurements())
                .extracting(Measurement::name, Measurement::tags, Measurement::value)
                .containsExactlyInAnyOrder(
                        tuple("leasehold.aws.users", Map.of("mount", "aws"), 4.0),
                        tuple("leasehold.aws.users.max", Map.of("mount", "aws"), 20.0));
    }

    @Test
    void anAccountThatMayNotBeAskedIsNamedAndNotMeasured() {
        world.issue("app");
        world.aws().deny(FaultyAws.userArn(FaultyAws.ADMIN), "iam:GetAccountSummary");

        Readings readings = world.broker().observations().measurements();

        assertThat(readings.measurements()).isEmpty();
        assertThat(readings.missing())
                .singleElement()
                .satisfies(missing -> assertThat(missing.error()).contains("iam:GetAccountSummary"));
    }

    @Test
    void aNearlyFullAccountIsWarnedOf() {
        world.aws().userQuota(5);
        IntStream.range(0, 3).forEach(i -> world.issue("app"));

        assertThat(world.broker().read("aws/capacity").warnings())
                .singleElement()
                .satisfies(warning ->
                        assertThat(warning).contains("4 users, 80 % of the 5").contains("assumed_role"));
    }

    /** The guide's numbers. */
    @Test
    void of5000UsersNoMoreThan4500AreMade() {
        fillUpTo(4499);

        world.issue("app");
        world.aws().log().clear();

        assertThatThrownBy(() -> world.issue("app")).isInstanceOfSatisfying(LimitExceededException.class, limit -> {
            assertThat(limit.retryAfter())
                    .hasValueSatisfying(
                            after -> assertThat(after).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(1)));
            assertThat(limit.getMessage())
                    .contains("4500 of 5000")
                    .contains("user_limit_percent=90")
                    .contains("assumed_role");
        });
        assertThat(world.aws().log().requests()).isEmpty();
        assertThat(world.leases()).isEqualTo(1);
    }

    /** What this broker makes and removes is counted without asking. */
    @Test
    void oneRequestServesManyIssues() {
        world.aws().userQuota(10);
        Secret first = world.issue("app");
        IntStream.range(0, 7).forEach(i -> world.issue("app"));
        assertThat(world.aws().log().of("GetAccountSummary")).hasSize(1);
        assertThatThrownBy(() -> world.issue("app")).isInstanceOf(LimitExceededException.class);

        world.broker().leases().revoke(first.lease().orElseThrow().id());
        world.issue("app");

        assertThatThrownBy(() -> world.issue("app")).isInstanceOf(LimitExceededException.class);
        assertThat(world.aws().log().of("GetAccountSummary")).hasSize(1);
    }

    /** What others make is known after a minute. */
    @Test
    void theNumberIsAskedForAgain() {
        world.aws().userQuota(10);
        world.issue("app");
        fillUpTo(9);
        world.issue("app");
        world.pass(Duration.ofSeconds(61));

        assertThatThrownBy(() -> world.issue("app"))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("10 of 10");

        world.aws().userQuota(100);
        world.pass(Duration.ofSeconds(61));
        world.issue("app");
    }

    /** A creation that AWS refuses makes no user. */
    @Test
    void whatIsNotMadeIsNotCounted() {
        world.aws().userQuota(10);
        world.issue("app");
        world.aws().faults().on("CreateUser").times(20).fail(AwsError.accessDenied("not authorized"));
        IntStream.range(0, 20)
                .forEach(i -> assertThatThrownBy(() -> world.issue("app")).isInstanceOf(TargetRefusedException.class));

        IntStream.range(0, 7).forEach(i -> world.issue("app"));

        assertThatThrownBy(() -> world.issue("app")).isInstanceOf(LimitExceededException.class);
    }

    /** Whoever may not count is not kept from working. */
    @Test
    void withoutThePermissionThereIsNoLimit() {
        world.aws().userQuota(3);
        world.aws().deny(FaultyAws.userArn(FaultyAws.ADMIN), "iam:GetAccountSummary");
        world.issue("app");

        world.issue("app");

        assertThat(world.aws().log().of("GetAccountSummary")).hasSize(1);
        assertThatThrownBy(() -> world.issue("app"))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("CreateUser: LimitExceeded");
        assertThatThrownBy(() -> world.broker().read("aws/capacity"))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("iam:GetAccountSummary");
    }

    /** An old number is better than none, and no answer is no reason to refuse. */
    @Test
    void withoutAnAnswerTheOldNumberHolds() {
        world.aws().userQuota(10);
        IntStream.range(0, 8).forEach(i -> world.issue("app"));
        world.aws().faults().on("GetAccountSummary").always().fail(AwsError.throttling());
        world.pass(Duration.ofSeconds(61));

        assertThatThrownBy(() -> world.issue("app")).isInstanceOf(LimitExceededException.class);
    }

    @Test
    void theLimitCanBeMovedAndSwitchedOff() {
        world.aws().userQuota(5);
        IntStream.range(0, 3).forEach(i -> world.issue("app"));
        assertThatThrownBy(() -> world.issue("app")).isInstanceOf(LimitExceededException.class);

        world.broker().write("aws/config/root", Map.of("user_limit_percent", 100));
        world.issue("app");
        assertThatThrownBy(() -> world.issue("app"))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("5 of 5");

        world.broker().write("aws/config/root", Map.of("user_limit_percent", 0));
        world.aws().userQuota(50);
        world.pass(Duration.ofMinutes(2));
        world.aws().log().clear();
        world.issue("app");
        assertThat(world.aws().log().of("GetAccountSummary")).isEmpty();
        assertThat(world.broker().read("aws/capacity").as(AwsCapacity.class).userLimit())
                .isNull();
    }

    @Test
    void aLimitThatIsNoneIsRefused() {
        for (int percent : new int[] {-1, 101}) {
            assertThatThrownBy(() -> world.broker().write("aws/config/root", Map.of("user_limit_percent", percent)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("user_limit_percent: " + percent + " is not 1 to 100");
        }
    }

    /** The limit is for users; sessions make none. */
    @Test
    void sessionsHaveNoLimit() {
        world.aws().userQuota(1);
        world.role("ci", AwsRole.builder().credentialType("federation_token").policyDocument(DOCUMENT));

        assertThat(world.works(world.issue("ci"))).isTrue();
        assertThat(world.aws().log().of("GetAccountSummary")).isEmpty();
    }

    /** The core's limits on leases hold for single roles. */
    @Test
    void aRoleHasACapOfItsOwn() {
        world.role("batch", AwsRole.builder().credentialType("iam_user").policyDocument(DOCUMENT));
        world.broker().write("sys/quotas/lease-count/app", Map.of("path", "aws/creds/app", "max_leases", 2));
        Secret first = world.issue("app");
        world.issue("app");
        world.aws().log().clear();

        assertThatThrownBy(() -> world.issue("app"))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("2 leases under aws/creds/app/");

        assertThat(world.aws().log().requests()).isEmpty();
        world.issue("batch");
        world.broker().leases().revoke(first.lease().orElseThrow().id());
        world.issue("app");
    }

    /** Makes users as somebody else would, until there are that many, the administrator included. */
    private void fillUpTo(int users) {
        int there = world.users().size() + 1;
        IntStream.range(there, users).forEach(i -> world.aws().addUser("other-" + i, Map.of()));
    }
}
