package io.leasehold.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.Secret;
import io.leasehold.aws.standin.AwsError;
import io.leasehold.aws.standin.FaultyAws;
import io.leasehold.aws.standin.StandInClients;
import io.leasehold.aws.standin.StandInRole;
import io.leasehold.aws.world.AwsWorld;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.iam.IamClient;

/** What a revocation says and does about a session, which AWS cannot end. */
class AwsSessionRevocationTest {

    private static final String POLICY = "LeaseholdRevokedSessions";
    private static final StandInRole DEPLOY = new StandInRole("Deploy").longest(Duration.ofHours(4));
    private static final StandInRole OTHER = new StandInRole("Other");

    private final AwsWorld world = new AwsWorld();

    AwsSessionRevocationTest() {
        for (StandInRole role : List.of(DEPLOY, OTHER)) {
            world.aws().addRole(role);
            world.aws().allow(role.arn(), "iam:GetAccountSummary");
        }
        world.role("deploy", deploy());
        world.role("denying", deploy().revokeSessions("deny_all_older"));
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aRevocationSaysThatTheSessionStaysValid() {
        Secret secret = world.issue("deploy");
        Instant end = secret.lease().orElseThrow().expiresAt();
        world.aws().log().clear();

        List<String> warnings = revoke(secret);

        assertThat(warnings)
                .singleElement()
                .satisfies(warning -> assertThat(warning)
                        .contains("valid until " + end.toString().substring(0, 19))
                        .contains("AWS cannot end a session"));
        assertThat(world.leases()).isZero();
        assertThat(world.aws().log().requests()).isEmpty();
        assertThat(mayWork(secret)).isTrue();
    }

    @Test
    void whereTheRoleAsksForItAllOlderSessionsAreDenied() {
        Secret own = world.issue("denying");
        Secret alike = world.issue("deploy");

        List<String> warnings = revoke(own);

        assertThat(warnings)
                .singleElement()
                .satisfies(warning ->
                        assertThat(warning).contains("denied everything, as are all sessions of " + DEPLOY.arn()));
        assertThat(mayWork(own)).isFalse();
        assertThat(mayWork(alike)).isFalse();
        assertThat(world.leases()).as("of the other session").isEqualTo(1);
        world.pass(Duration.ofSeconds(2));
        assertThat(mayWork(world.issue("denying"))).as("a later session").isTrue();
    }

    @Test
    void theRouteDeniesWithoutALease() {
        world.role("two", deploy().roleArns(DEPLOY.arn(), OTHER.arn()));
        Secret one = world.issue("two", Map.of("role_arn", DEPLOY.arn()));
        Secret other = world.issue("two", Map.of("role_arn", OTHER.arn()));

        Secret answer = world.broker().write("aws/roles/two/revoke-sessions", Map.of("role_arn", OTHER.arn()));
        assertThat(answer.data().get("denied_before").toString()).contains(OTHER.arn());
        assertThat(answer.warnings()).singleElement().asString().contains("those of others");
        assertThat(mayWork(one)).isTrue();
        assertThat(mayWork(other)).isFalse();

        world.broker().write("aws/roles/two/revoke-sessions");
        assertThat(mayWork(one)).isFalse();
        assertThat(world.leases()).isEqualTo(2);
    }

    /** Repeating it moves the time forward, in the one policy that there is. */
    @Test
    void theTimeOnlyMovesForward() {
        String later =
                document(Instant.now().plus(Duration.ofMinutes(5)).toString().substring(0, 19) + "Z");
        putPolicy(later);

        world.broker().write("aws/roles/deploy/revoke-sessions");

        assertThat(world.aws().policiesOfRole("Deploy")).containsExactly(Map.entry(POLICY, later));
    }

    /** What another request sets back, or somebody takes away at once, is set right by the duty, which then forgets it. */
    @Test
    void theDutySetsRightWhatWasSetBack() {
        world.broker().write("aws/roles/deploy/revoke-sessions");
        String right = world.aws().policiesOfRole("Deploy").get(POLICY);
        putPolicy(document("2020-01-01T00:00:00Z"));

        world.pass(Duration.ofMinutes(3));
        assertThat(world.aws().policiesOfRole("Deploy")).containsEntry(POLICY, right);
        world.pass(Duration.ofMinutes(3));
        world.aws().log().clear();
        world.pass(Duration.ofMinutes(10));
        assertThat(world.aws().log().requests()).isEmpty();
    }

    @Test
    void aDenialThatFailsIsTriedAgainWithItsLease() {
        Secret secret = world.issue("denying");
        world.aws().faults().on("PutRolePolicy").times(1).fail(AwsError.serviceFailure());

        assertThatThrownBy(() -> revoke(secret)).isInstanceOf(TargetException.class);
        assertThat(mayWork(secret)).isTrue();
        assertThat(world.leases()).isEqualTo(1);

        assertThat(world.comes(() -> world.leases() == 0)).isTrue();
        assertThat(mayWork(secret)).isFalse();
    }

    /** The answer is lost after the effect: doing it again does no harm. */
    @Test
    void aLostAnswerIsNoProblem() {
        Secret secret = world.issue("denying");
        world.aws().faults().on("PutRolePolicy").times(1).loseResponse();

        assertThatThrownBy(() -> revoke(secret)).isInstanceOf(TargetException.class);

        assertThat(world.comes(() -> world.leases() == 0)).isTrue();
        assertThat(world.aws().policiesOfRole("Deploy")).hasSize(1);
    }

    /** A lease that cannot be revoked because AWS refuses is gone once its session is over. */
    @Test
    void aDenialThatIsRefusedEndsWithTheSession() {
        Secret secret = world.issue("denying");
        world.pass(Duration.ofSeconds(3590));
        world.aws().deny(FaultyAws.userArn(FaultyAws.ADMIN), "iam:PutRolePolicy");

        assertThatThrownBy(() -> revoke(secret))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("iam:PutRolePolicy");

        assertThat(world.leases()).isEqualTo(1);
        assertThat(world.comes(() -> world.leases() == 0)).isTrue();
    }

    /** Many leases of one role need one denial. */
    @Test
    void manyRevocationsDenyOnce() {
        IntStream.range(0, 20).forEach(i -> world.issue("denying"));
        world.pass(Duration.ofMinutes(1));
        world.aws().log().clear();

        assertThat(world.broker().leases().revokePrefix("aws/creds/denying")).isEqualTo(20);

        assertThat(world.aws().log().of("PutRolePolicy")).hasSize(1);
    }

    /** A role is changed by its name, which the root credential's account may have as well. */
    @Test
    void aRoleOfAnotherAccountIsNotTouched() {
        world.role("foreign", deploy().roleArns("arn:aws:iam::999999999999:role/Deploy"));

        assertThatThrownBy(() -> world.broker().write("aws/roles/foreign/revoke-sessions"))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("another account");

        assertThat(world.aws().log().of("PutRolePolicy")).isEmpty();
    }

    @Test
    void onlyRolesThatAssumeHaveSessionsToDeny() {
        world.role("own", AwsRole.builder().credentialType("session_token"));

        assertThatThrownBy(() -> world.broker().write("aws/roles/own/revoke-sessions"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("assumed_role");
        assertThatThrownBy(
                        () -> world.broker().write("aws/roles/deploy/revoke-sessions", Map.of("role_arn", OTHER.arn())))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("not one of the role's");
        assertThatThrownBy(() -> world.broker().write("aws/roles/deploy", Map.of("revoke_sessions", "all")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("revoke_sessions");
        assertThatThrownBy(() -> world.broker().write("aws/roles/own", Map.of("revoke_sessions", "deny_all_older")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("revoke_sessions");
    }

    /** A federated session has nobody to deny it but the root credential's user. */
    @Test
    void federatedSessionsAreToldOfToo() {
        world.role(
                "ci",
                AwsRole.builder()
                        .credentialType("federation_token")
                        .policyDocument(
                                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"ecs:*\",\"Resource\":\"*\"}]}"));

        Secret secret = world.issue("ci");

        assertThat(revoke(secret)).singleElement().asString().contains("AWS cannot end a session");
        assertThat(world.works(secret)).isTrue();
    }

    /** A thousand of them end without a request, and are dropped many at a time. */
    @Test
    void sessionsEndInBulkWithoutACall() {
        IntStream.range(0, 1000).forEach(i -> world.issue(i % 2 == 0 ? "deploy" : "denying"));
        assertThat(world.leases()).isEqualTo(1000);
        assertThat(world.largestLease()).as("bytes of a lease").isLessThan(900);
        world.aws().log().clear();
        int deletions = world.deletions();

        world.pass(Duration.ofMinutes(61));

        assertThat(world.leases()).isZero();
        assertThat(world.aws().log().requests()).isEmpty();
        assertThat(world.deletions() - deletions).as("deletions of rows").isLessThan(40);
    }

    private List<String> revoke(Secret secret) {
        return world.broker()
                .leases()
                .revokeWithWarnings(secret.lease().orElseThrow().id());
    }

    /** Whether a session may do what its role may. */
    private boolean mayWork(Secret secret) {
        AwsKeyCredentials key = secret.as(AwsKeyCredentials.class);
        try (IamClient iam = StandInClients.iam(
                world.aws().url(),
                AwsSessionCredentials.create(key.accessKey(), key.secretKey(), String.valueOf(key.sessionToken())))) {
            return iam.getAccountSummary().hasSummaryMap();
        } catch (SdkServiceException refused) {
            if (refused.statusCode() == 403) {
                return false;
            }
            throw refused;
        }
    }

    private void putPolicy(String document) {
        try (IamClient iam = StandInClients.iam(world.aws().url(), world.aws().admin())) {
            iam.putRolePolicy(
                    request -> request.roleName("Deploy").policyName(POLICY).policyDocument(document));
        }
    }

    private static String document(String before) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":"
                + "{\"DateLessThan\":{\"aws:TokenIssueTime\":\"" + before + "\"}}}]}";
    }

    private static AwsRole.Builder deploy() {
        return AwsRole.builder().credentialType("assumed_role").roleArns(DEPLOY.arn());
    }
}
