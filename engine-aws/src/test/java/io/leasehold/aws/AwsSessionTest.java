package io.leasehold.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.Lease;
import io.leasehold.Secret;
import io.leasehold.aws.standin.FaultyAws;
import io.leasehold.aws.standin.LoggedRequest;
import io.leasehold.aws.standin.StandInRole;
import io.leasehold.aws.world.AwsWorld;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.TargetRefusedException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions of the three kinds, on the stand-in for AWS. */
class AwsSessionTest {

    private static final StandInRole DEPLOY = new StandInRole("Deploy").longest(Duration.ofHours(4));

    private final AwsWorld world = new AwsWorld();

    AwsSessionTest() {
        world.aws().addRole(DEPLOY);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aRoleIsAssumedForAsLongAsTheRoleSays() {
        world.role("deploy", deploy().defaultStsTtl(Duration.ofHours(2)).maxStsTtl(Duration.ofHours(4)));

        Secret secret = world.issue("deploy");

        AwsKeyCredentials key = secret.as(AwsKeyCredentials.class);
        assertThat(key.arn()).contains("assumed-role/Deploy/vault-billing-deploy-");
        assertThat(key.securityToken()).isEqualTo(key.sessionToken()).isNotEmpty();
        assertThat(key.ttl()).isBetween(Duration.ofMinutes(119), Duration.ofHours(2));
        assertThat(world.works(secret)).isTrue();
        Lease lease = secret.lease().orElseThrow();
        assertThat(lease.renewable()).isFalse();
        assertThat(lease.duration()).isBetween(Duration.ofMinutes(119), Duration.ofHours(2));
        assertThat(secret.toString())
                .doesNotContain(key.secretKey())
                .doesNotContain(String.valueOf(key.sessionToken()));
    }

    /** AWS ends it: nothing is asked of AWS when the lease does. */
    @Test
    void anEndedSessionIsForgottenWithoutACall() {
        world.role("deploy", deploy());
        Secret secret = world.issue("deploy");
        world.aws().log().clear();

        assertThatThrownBy(() -> world.broker()
                        .leases()
                        .renew(secret.lease().orElseThrow().id()))
                .isInstanceOf(LeaseholdException.class);
        assertThat(world.comes(() -> world.leases() == 1)).isTrue();
        world.pass(Duration.ofMinutes(61));

        assertThat(world.comes(() -> world.leases() == 0)).isTrue();
        assertThat(world.aws().log().requests()).isEmpty();
    }

    @Test
    void whatIsAskedForTooLongIsCutWithAWarning() {
        world.role("deploy", deploy().maxStsTtl(Duration.ofHours(3)));

        Secret secret = world.issue("deploy", Map.of("ttl", "10h"));

        assertThat(secret.as(AwsKeyCredentials.class).ttl()).isBetween(Duration.ofMinutes(179), Duration.ofHours(3));
        assertThat(secret.warnings()).anySatisfy(warning -> assertThat(warning).contains("cut to 10800s"));
        assertThatThrownBy(() -> world.issue("deploy", Map.of("ttl", "5m")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("900s or more");
    }

    /** The role's own maximum is for AWS to know. */
    @Test
    void whatAwsRefusesIsToldAndLeavesNothing() {
        world.role("deploy", deploy());

        assertThatThrownBy(() -> world.issue("deploy", Map.of("ttl", "8h")))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("AssumeRole")
                .hasMessageContaining("DurationSeconds");

        assertThat(world.leases()).isZero();
    }

    @Test
    void externalIdTagsAndNameAreSent() {
        world.aws().addRole(DEPLOY.externalId("vault-dynamic-secrets"));
        world.role("wrong", deploy());
        world.role("right", deploy().externalId("vault-dynamic-secrets").sessionTags(Map.of("project", "billing")));

        assertThatThrownBy(() -> world.issue("wrong")).isInstanceOf(TargetRefusedException.class);
        Secret secret = world.issue("right", Map.of("role_session_name", "build 42"));

        assertThat(secret.as(AwsKeyCredentials.class).arn()).endsWith("assumed-role/Deploy/build-42");
        LoggedRequest request = world.aws().log().of("AssumeRole").get(1);
        assertThat(request.parameters())
                .containsEntry("ExternalId", "vault-dynamic-secrets")
                .containsEntry("Tags.member.1.Key", "project")
                .containsEntry("Tags.member.1.Value", "billing");
    }

    @Test
    void ofSeveralRolesOneIsChosen() {
        world.aws().addRole(new StandInRole("Other"));
        world.role("deploy", deploy().roleArns(DEPLOY.arn(), new StandInRole("Other").arn()));

        assertThatThrownBy(() -> world.issue("deploy"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("role_arn")
                .hasMessageContaining(DEPLOY.arn());
        assertThatThrownBy(() -> world.issue("deploy", Map.of("role_arn", "arn:aws:iam::123456789012:role/Third")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("is not one of the role's");
        assertThat(world.issue("deploy", Map.of("role_arn", DEPLOY.arn()))
                        .as(AwsKeyCredentials.class)
                        .arn())
                .contains("/Deploy/");
    }

    /** Sessions have no groups, so what the groups allow is written into the session's policy. */
    @Test
    void whatGroupsAllowIsInThePolicyOfTheSession() {
        world.aws().addPolicy("arn:aws:iam::aws:policy/ReadOnlyAccess");
        world.aws()
                .addGroup(
                        "developers",
                        Map.of("a+b", document("ec2:*"), "c", document("s3:*")),
                        "arn:aws:iam::aws:policy/ReadOnlyAccess");
        world.aws().pageSize(1);
        world.role("deploy", deploy().iamGroups("developers").policyDocument(document("logs:*")));

        assertThat(world.works(world.issue("deploy"))).isTrue();

        LoggedRequest request = world.aws().log().of("AssumeRole").get(0);
        assertThat(request.parameters().get("Policy"))
                .contains("ec2:*")
                .contains("s3:*")
                .contains("logs:*");
        assertThat(request.parameters())
                .containsEntry("PolicyArns.member.1.arn", "arn:aws:iam::aws:policy/ReadOnlyAccess");
    }

    @Test
    void aFederatedSessionHasAShortName() {
        world.role(
                "ci",
                AwsRole.builder().credentialType("federation_token").policyDocument(document("ecs:UpdateService")));

        Secret secret = world.issue("ci");

        assertThat(world.works(secret)).isTrue();
        LoggedRequest request = world.aws().log().of("GetFederationToken").get(0);
        assertThat(request.parameters().get("Name")).startsWith("vault-").hasSizeLessThanOrEqualTo(32);
        assertThat(secret.as(AwsKeyCredentials.class).arn()).contains("federated-user/");
    }

    @Test
    void aSessionOfOnesOwnMayNeedACode() {
        world.role(
                "admin",
                AwsRole.builder()
                        .credentialType("session_token")
                        .mfaSerialNumber("arn:aws:iam::123456789012:mfa/admin"));
        world.role("plain", AwsRole.builder().credentialType("session_token"));

        assertThatThrownBy(() -> world.issue("admin"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("mfa_code: is required");
        assertThatThrownBy(() -> world.issue("plain", Map.of("mfa_code", FaultyAws.MFA_CODE)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("is of no use");
        assertThat(world.works(world.issue("plain"))).isTrue();
    }

    @Test
    void bothSpellingsOfThePathGiveCredentials() {
        world.role("deploy", deploy());

        assertThat(world.works(world.broker().read("aws/sts/deploy"))).isTrue();
        assertThat(world.works(world.broker().write("aws/sts/deploy", Map.of("ttl", "30m"))))
                .isTrue();
        assertThatThrownBy(() -> world.broker().read("aws/sts/nothing")).isInstanceOf(NotFoundException.class);
    }

    private static AwsRole.Builder deploy() {
        return AwsRole.builder().credentialType("assumed_role").roleArns(DEPLOY.arn());
    }

    private static String document(String action) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"" + action
                + "\",\"Resource\":\"*\"}]}";
    }
}
