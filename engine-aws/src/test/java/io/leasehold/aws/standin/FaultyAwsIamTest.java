package io.leasehold.aws.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.Group;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.StatusType;
import software.amazon.awssdk.services.iam.model.SummaryKeyType;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.User;

/** The shapes of IAM's answers, as the SDK reads them. */
class FaultyAwsIamTest extends StandInTest {

    private static final String BOUNDARY = "arn:aws:iam::123456789012:policy/boundary";
    private static final String READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess";

    @Test
    void aUserIsMadeWithItsPathBoundaryAndTags() {
        aws.addPolicy(BOUNDARY);
        User made = iam.createUser(request -> request.userName("app")
                        .path("/vault/ci/")
                        .permissionsBoundary(BOUNDARY)
                        .tags(tag("team", "a é/b=c@d"), tag("env", "")))
                .user();

        User seen = iam.getUser(request -> request.userName("app")).user();
        assertThat(seen).isEqualTo(made);
        assertThat(seen.arn()).isEqualTo("arn:aws:iam::123456789012:user/vault/ci/app");
        assertThat(seen.userId()).startsWith("AIDA");
        assertThat(seen.permissionsBoundary().permissionsBoundaryArn()).isEqualTo(BOUNDARY);
        assertThat(seen.tags()).containsExactly(tag("team", "a é/b=c@d"), tag("env", ""));
        assertThat(Duration.between(seen.createDate(), Instant.now())).isLessThan(Duration.ofMinutes(1));
        assertThat(aws.users()).containsExactly("app");
        assertThat(iam.getUser().user().userName()).isEqualTo(FaultyAws.ADMIN);
    }

    @Test
    void tagsAreAddedAndReplacedWhateverTheirCase() {
        iam.createUser(request -> request.userName("app").tags(tag("Team", "a")));
        iam.tagUser(request -> request.userName("app").tags(tag("team", "b"), tag("env", "ci")));
        assertThat(iam.listUserTags(request -> request.userName("app")).tags())
                .containsExactly(tag("env", "ci"), tag("team", "b"));
    }

    @Test
    void policiesAndGroupsOfAUserComeAndGo() {
        aws.addPolicy(READ_ONLY);
        aws.addGroup("devs", Map.of());
        iam.createUser(request -> request.userName("app"));
        iam.putUserPolicy(
                request -> request.userName("app").policyName("inline").policyDocument(POLICY));
        iam.attachUserPolicy(request -> request.userName("app").policyArn(READ_ONLY));
        iam.addUserToGroup(request -> request.userName("app").groupName("devs"));

        assertThat(iam.listUserPolicies(request -> request.userName("app")).policyNames())
                .containsExactly("inline");
        assertThat(iam.listAttachedUserPolicies(request -> request.userName("app"))
                        .attachedPolicies())
                .containsExactly(AttachedPolicy.builder()
                        .policyName("ReadOnlyAccess")
                        .policyArn(READ_ONLY)
                        .build());
        assertThat(iam.listGroupsForUser(request -> request.userName("app")).groups())
                .extracting(Group::groupName, Group::arn)
                .containsExactly(tuple("devs", "arn:aws:iam::123456789012:group/devs"));

        iam.deleteUserPolicy(request -> request.userName("app").policyName("inline"));
        iam.detachUserPolicy(request -> request.userName("app").policyArn(READ_ONLY));
        iam.removeUserFromGroup(request -> request.userName("app").groupName("devs"));
        refused(
                404,
                "NoSuchEntity",
                () -> iam.deleteUserPolicy(request -> request.userName("app").policyName("inline")));
        refused(
                404,
                "NoSuchEntity",
                () -> iam.detachUserPolicy(request -> request.userName("app").policyArn(READ_ONLY)));
        iam.deleteUser(request -> request.userName("app"));
        assertThat(aws.users()).isEmpty();
        refused(404, "NoSuchEntity", () -> iam.getUser(request -> request.userName("app")));
    }

    @Test
    void policiesOfGroupsAreUrlEncoded() {
        String document = POLICY.replace("s3:*", "s3:Get*~ +é");
        aws.addPolicy(READ_ONLY);
        aws.addGroup("devs", Map.of("own", document), READ_ONLY);

        assertThat(iam.listGroupPolicies(request -> request.groupName("devs")).policyNames())
                .containsExactly("own");
        String encoded = iam.getGroupPolicy(request -> request.groupName("devs").policyName("own"))
                .policyDocument();
        assertThat(encoded).doesNotContain("{", " ", "+").contains("%20");
        assertThat(URLDecoder.decode(encoded, StandardCharsets.UTF_8)).isEqualTo(document);
        assertThat(iam.listAttachedGroupPolicies(request -> request.groupName("devs"))
                        .attachedPolicies())
                .extracting(AttachedPolicy::policyArn)
                .containsExactly(READ_ONLY);
        refused(404, "NoSuchEntity", () -> iam.listGroupPolicies(request -> request.groupName("absent")));
    }

    @Test
    void keysAreMadeSwitchedListedAndDeleted() {
        AwsCredentials key = user("app");
        assertThat(iam.listAccessKeys(request -> request.userName("app")).accessKeyMetadata())
                .extracting(AccessKeyMetadata::accessKeyId, AccessKeyMetadata::status)
                .containsExactly(tuple(key.accessKeyId(), StatusType.ACTIVE));
        assertThat(aws.keysOf("app")).containsExactly(key.accessKeyId());
        assertThat(iam.getAccessKeyLastUsed(request -> request.accessKeyId(key.accessKeyId()))
                        .accessKeyLastUsed()
                        .lastUsedDate())
                .isNull();

        assertThat(callerOf(key)).isEqualTo("arn:aws:iam::123456789012:user/app");
        assertThat(iam.getAccessKeyLastUsed(request -> request.accessKeyId(key.accessKeyId())))
                .satisfies(used -> {
                    assertThat(used.userName()).isEqualTo("app");
                    assertThat(used.accessKeyLastUsed().serviceName()).isEqualTo("sts");
                    assertThat(used.accessKeyLastUsed().lastUsedDate()).isNotNull();
                });

        iam.updateAccessKey(request ->
                request.userName("app").accessKeyId(key.accessKeyId()).status(StatusType.INACTIVE));
        refused(403, "InvalidClientTokenId", () -> callerOf(key));
        iam.updateAccessKey(request ->
                request.userName("app").accessKeyId(key.accessKeyId()).status(StatusType.ACTIVE));
        assertThat(callerOf(key)).endsWith("user/app");
        iam.deleteAccessKey(request -> request.userName("app").accessKeyId(key.accessKeyId()));
        refused(403, "InvalidClientTokenId", () -> callerOf(key));
        refused(
                404,
                "NoSuchEntity",
                () -> iam.deleteAccessKey(request -> request.userName("app").accessKeyId(key.accessKeyId())));
    }

    @Test
    void listsComeInPages() {
        aws.pageSize(2);
        IntStream.range(0, 5)
                .forEach(
                        i -> iam.createUser(request -> request.userName("u" + i).path(i < 4 ? "/vault/" : "/")));

        assertThat(iam.listUsers(request -> request.pathPrefix("/vault/")).isTruncated())
                .isTrue();
        assertThat(iam.listUsersPaginator(request -> request.pathPrefix("/vault/")).users().stream()
                        .map(User::userName))
                .containsExactly("u0", "u1", "u2", "u3");
        IntStream.range(0, 3)
                .forEach(i -> iam.putUserPolicy(
                        request -> request.userName("u0").policyName("p" + i).policyDocument(POLICY)));
        assertThat(iam.listUserPoliciesPaginator(request -> request.userName("u0")).policyNames().stream())
                .containsExactly("p0", "p1", "p2");
        refused(400, "ValidationError", () -> iam.listUsers(request -> request.marker("?")));
    }

    @Test
    void theSummaryCountsUsersAgainstTheirQuota() {
        aws.userQuota(3);
        iam.createUser(request -> request.userName("app"));
        assertThat(iam.getAccountSummary().summaryMap())
                .containsEntry(SummaryKeyType.USERS, 2)
                .containsEntry(SummaryKeyType.USERS_QUOTA, 3);
    }

    @Test
    void whatAPrincipalMayDoIsSimulatedAndEnforced() {
        AwsCredentials key = user("app", "iam:Get*", "iam:DeleteUser");
        String arn = FaultyAws.userArn("app");
        aws.deny(arn, "iam:GetUser");
        List<EvaluationResult> results = iam.simulatePrincipalPolicy(request -> request.policySourceArn(arn)
                        .actionNames("iam:GetUser", "iam:DeleteUser", "iam:CreateUser", "iam:GetAccountSummary"))
                .evaluationResults();
        assertThat(results)
                .filteredOn(each -> each.evalDecision() == PolicyEvaluationDecisionType.ALLOWED)
                .extracting(EvaluationResult::evalActionName)
                .containsExactlyInAnyOrder("iam:DeleteUser", "iam:GetAccountSummary");

        try (IamClient app = StandInClients.iam(aws.url(), key)) {
            assertThat(app.getAccountSummary().hasSummaryMap()).isTrue();
            refused(403, "AccessDenied", app::getUser);
            refused(403, "AccessDenied", () -> app.createUser(request -> request.userName("other")));
            aws.allow(arn, "iam:GetUser");
            assertThat(app.getUser().user().userName()).isEqualTo("app");
        }
        assertThat(aws.users()).containsExactly("app");
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
