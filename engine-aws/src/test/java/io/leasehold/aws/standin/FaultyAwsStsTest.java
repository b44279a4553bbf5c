package io.leasehold.aws.standin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;
import software.amazon.awssdk.services.sts.model.Tag;

/** Sessions: who gets which, for how long, and what they are good for. */
class FaultyAwsStsTest extends StandInTest {

    private static final StandInRole DEPLOY = new StandInRole("deploy");
    private static final String READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess";

    @BeforeEach
    void setUp() {
        aws.addPolicy(READ_ONLY);
        aws.addRole(DEPLOY);
    }

    @Test
    void aRoleIsAssumedUntilTheSessionExpires() {
        AssumeRoleResponse response = assume(request -> request.policy(POLICY)
                .policyArns(PolicyDescriptorType.builder().arn(READ_ONLY).build())
                .tags(Tag.builder().key("k").value("v").build()));
        assertThat(response.assumedRoleUser().arn()).isEqualTo("arn:aws:sts::123456789012:assumed-role/deploy/session");
        lasts(response.credentials(), Duration.ofHours(1));
        AwsSessionCredentials session = StandInClients.credentials(response.credentials());
        assertThat(callerOf(session)).isEqualTo(response.assumedRoleUser().arn());

        time.advance(Duration.ofMinutes(59));
        assertThat(callerOf(session)).contains("deploy");
        time.advance(Duration.ofMinutes(2));
        refused(403, "ExpiredToken", () -> callerOf(session));
    }

    @Test
    void sessionsHaveBounds() {
        refused(400, "ValidationError", () -> assume(request -> request.durationSeconds(899)));
        refused(400, "ValidationError", () -> assume(request -> request.durationSeconds(43_201)));
        refused(400, "ValidationError", () -> assume(request -> request.durationSeconds(3601)));
        lasts(assume(request -> request.durationSeconds(900)).credentials(), Duration.ofMinutes(15));
        aws.addRole(DEPLOY.longest(Duration.ofHours(2)));
        lasts(assume(request -> request.durationSeconds(7200)).credentials(), Duration.ofHours(2));
        refused(400, "ValidationError", () -> assume(request -> request.durationSeconds(7201)));
    }

    @Test
    void aChainedSessionLastsAnHourAtMost() {
        aws.addRole(DEPLOY.longest(Duration.ofHours(12)));
        aws.allow(DEPLOY.arn(), "sts:AssumeRole");
        AwsCredentials first = StandInClients.credentials(assume(request -> {}).credentials());
        try (StsClient chained = StandInClients.sts(aws.url(), first)) {
            refused(400, "ValidationError", () -> chained.assumeRole(role(request -> request.durationSeconds(3601))));
            lasts(
                    chained.assumeRole(role(request -> request.durationSeconds(3600)))
                            .credentials(),
                    Duration.ofHours(1));
            refused(403, "AccessDenied", chained::getSessionToken);
            refused(403, "AccessDenied", () -> chained.getFederationToken(request -> request.name("fed")));
        }
    }

    @Test
    void sessionNamesExternalIdsPoliciesAndTagsHaveTheirLimits() {
        refused(400, "ValidationError", () -> assume(request -> request.roleSessionName("a")));
        refused(400, "ValidationError", () -> assume(request -> request.roleSessionName("a".repeat(65))));
        refused(400, "ValidationError", () -> assume(request -> request.roleSessionName("a b")));
        refused(400, "ValidationError", () -> assume(request -> request.externalId("x")));
        refused(400, "ValidationError", () -> assume(request -> request.policy(POLICY + " ".repeat(2048))));
        refused(400, "MalformedPolicyDocument", () -> assume(request -> request.policy("{")));
        refused(400, "ValidationError", () -> assume(request -> request.roleArn("deploy")));
        refused(
                400,
                "ValidationError",
                () -> assume(request -> request.policyArns(IntStream.range(0, 11)
                        .mapToObj(i ->
                                PolicyDescriptorType.builder().arn(READ_ONLY).build())
                        .toList())));
        refused(
                400,
                "ValidationError",
                () -> assume(request -> request.tags(IntStream.range(0, 51)
                        .mapToObj(i -> Tag.builder().key("k" + i).value("v").build())
                        .toList())));
    }

    @Test
    void theTrustPolicyDecidesWhoAssumesARole() {
        refused(403, "AccessDenied", () -> assume(request -> request.roleArn(new StandInRole("absent").arn())));
        aws.addRole(DEPLOY.externalId("right-id"));
        refused(403, "AccessDenied", () -> assume(request -> {}));
        refused(403, "AccessDenied", () -> assume(request -> request.externalId("wrong-id")));
        assertThat(assume(request -> request.externalId("right-id")).credentials())
                .isNotNull();

        aws.addRole(DEPLOY.withoutTags());
        refused(
                403,
                "AccessDenied",
                () -> assume(request ->
                        request.tags(Tag.builder().key("k").value("v").build())));

        AwsCredentials app = user("app");
        aws.addRole(DEPLOY);
        try (StsClient client = StandInClients.sts(aws.url(), app)) {
            refused(403, "AccessDenied", () -> client.assumeRole(role(request -> {})));
            aws.addRole(DEPLOY.trusting(FaultyAws.userArn("app")));
            assertThat(client.assumeRole(role(request -> {})).credentials()).isNotNull();
        }
        refused(403, "AccessDenied", () -> assume(request -> {}));
    }

    @Test
    void aFederatedUserMayAskWhoItIsAndNothingElse() {
        refused(400, "ValidationError", () -> sts.getFederationToken(request -> request.name("a")));
        refused(400, "ValidationError", () -> sts.getFederationToken(request -> request.name("a".repeat(33))));
        refused(
                400,
                "ValidationError",
                () -> sts.getFederationToken(request -> request.name("fed").durationSeconds(129_601)));
        Credentials longest = sts.getFederationToken(
                        request -> request.name("fed").durationSeconds(129_600).policy(POLICY))
                .credentials();
        lasts(longest, Duration.ofHours(36));
        AwsCredentials session = StandInClients.credentials(longest);
        assertThat(callerOf(session)).isEqualTo("arn:aws:sts::123456789012:federated-user/fed");
        try (IamClient client = StandInClients.iam(aws.url(), session);
                StsClient again = StandInClients.sts(aws.url(), session)) {
            refused(403, "AccessDenied", client::getUser);
            refused(403, "AccessDenied", () -> again.assumeRole(role(request -> {})));
        }
        AwsCredentials app = user("app");
        try (StsClient client = StandInClients.sts(aws.url(), app)) {
            refused(403, "AccessDenied", () -> client.getFederationToken(request -> request.name("fed")));
        }
    }

    @Test
    void aSessionOfAUserNeedsItsMfaDeviceForIam() {
        aws.addExtra(FaultyAws.ADMIN, Extra.MFA_DEVICE, "arn:aws:iam::123456789012:mfa/admin");
        Credentials plain = sts.getSessionToken().credentials();
        lasts(plain, Duration.ofHours(12));
        assertThat(callerOf(StandInClients.credentials(plain))).endsWith("user/" + FaultyAws.ADMIN);
        refused(
                403,
                "AccessDenied",
                () -> sts.getSessionToken(request -> request.serialNumber("arn:aws:iam::123456789012:mfa/admin")
                        .tokenCode("000000")));
        Credentials strong = sts.getSessionToken(request -> request.serialNumber("arn:aws:iam::123456789012:mfa/admin")
                        .tokenCode(FaultyAws.MFA_CODE))
                .credentials();
        try (IamClient weak = StandInClients.iam(aws.url(), StandInClients.credentials(plain));
                IamClient allowed = StandInClients.iam(aws.url(), StandInClients.credentials(strong))) {
            refused(403, "AccessDenied", weak::getAccountSummary);
            assertThat(allowed.getAccountSummary().hasSummaryMap()).isTrue();
        }
    }

    @Test
    void aSessionEndsWithItsUserAndNeedsItsToken() {
        AwsCredentials app = user("app");
        AwsSessionCredentials session;
        try (StsClient client = StandInClients.sts(aws.url(), app)) {
            session = StandInClients.credentials(client.getSessionToken().credentials());
        }
        assertThat(callerOf(session)).endsWith("user/app");
        refused(
                403,
                "InvalidClientTokenId",
                () -> callerOf(AwsBasicCredentials.create(session.accessKeyId(), session.secretAccessKey())));
        refused(
                403,
                "InvalidClientTokenId",
                () -> callerOf(
                        AwsSessionCredentials.create(session.accessKeyId(), session.secretAccessKey(), "another")));
        iam.deleteAccessKey(request -> request.userName("app").accessKeyId(app.accessKeyId()));
        iam.deleteUser(request -> request.userName("app"));
        refused(403, "InvalidClientTokenId", () -> callerOf(session));
    }

    private AssumeRoleResponse assume(Consumer<AssumeRoleRequest.Builder> change) {
        return sts.assumeRole(role(change));
    }

    private static AssumeRoleRequest role(Consumer<AssumeRoleRequest.Builder> change) {
        return AssumeRoleRequest.builder()
                .roleArn(DEPLOY.arn())
                .roleSessionName("session")
                .applyMutation(change)
                .build();
    }

    private void lasts(Credentials credentials, Duration life) {
        Instant now = Instant.now();
        assertThat(Duration.between(now, credentials.expiration()))
                .isBetween(life.minusSeconds(20), life.plusSeconds(1));
    }

    /** A role of another account has to name who may assume it; what is done with its session is done over there. */
    @Test
    void aRoleOfAnotherAccountLeadsThere() {
        StandInRole open = new StandInRole("Keys").in(OtherAccount.ID);
        aws.addRole(open);
        refused(403, "AccessDenied", () -> assume(open.arn()));

        aws.addRole(open.trusting(FaultyAws.userArn(FaultyAws.ADMIN)));
        aws.other().addUser("partner");
        aws.other().allow(open.arn(), "iam:GetUser");
        AwsSessionCredentials session = assume(open.arn());

        assertThat(callerOf(session)).isEqualTo("arn:aws:sts::" + OtherAccount.ID + ":assumed-role/Keys/tests");
        try (IamClient there = StandInClients.iam(aws.url(), session)) {
            assertThat(there.getUser(request -> request.userName("partner"))
                            .user()
                            .arn())
                    .isEqualTo("arn:aws:iam::" + OtherAccount.ID + ":user/partner");
            refused(403, "AccessDenied", () -> there.createAccessKey(request -> request.userName("partner")));
        }
        refused(404, "NoSuchEntity", () -> iam.getUser(request -> request.userName("partner")));
    }

    private AwsSessionCredentials assume(String arn) {
        return StandInClients.credentials(
                sts.assumeRole(request -> request.roleArn(arn).roleSessionName("tests"))
                        .credentials());
    }
}
