package io.leasehold.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.Secret;
import io.leasehold.aws.AwsPreflight.MissingPermission;
import io.leasehold.aws.internal.preflight.Feature;
import io.leasehold.aws.standin.Extra;
import io.leasehold.aws.standin.FaultyAws;
import io.leasehold.aws.standin.LoggedRequest;
import io.leasehold.aws.standin.StandInClients;
import io.leasehold.aws.standin.StandInRole;
import io.leasehold.aws.world.AwsWorld;
import io.leasehold.error.TargetUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.iam.IamClient;

/** What the root credential may not do, told before somebody needs it. */
class AwsPreflightTest {

    private static final String READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    private static final String BOUNDARY = "arn:aws:iam::123456789012:policy/Boundary";
    private static final String DOCUMENT =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}";
    private static final StandInRole DEPLOY = new StandInRole("DeployRole").longest(Duration.ofHours(4));
    private static final String BROKER = FaultyAws.userArn("broker");

    /** Need no permission. */
    private static final Set<String> FREE = Set.of("sts:GetCallerIdentity", "sts:GetSessionToken");

    private final AwsWorld world = new AwsWorld();

    AwsPreflightTest() {
        world.aws().addPolicy(READ_ONLY);
        world.aws().addPolicy(BOUNDARY);
        world.aws().addGroup("developers", Map.of("inline", DOCUMENT), READ_ONLY);
        world.aws().addRole(DEPLOY);
    }

    @AfterEach
    void close() {
        world.close();
    }

    /** The guide's policy has two actions too few, gives one for the wrong thing, and does not reach the user that it is for. */
    @Test
    void whatTheGuidesPolicyLacksIsNamed() {
        useRestricted("broker");
        world.aws().attach(BROKER, guidePolicy());
        world.aws().allow(BROKER, "iam:SimulatePrincipalPolicy");
        guideRoles();
        world.role("member", user().iamGroups("developers"));

        AwsPreflight found = preflight();

        assertThat(found.checked()).isTrue();
        assertThat(found.principal()).isEqualTo(BROKER);
        assertThat(found.missing())
                .filteredOn(each -> !each.optional() && !each.neededFor().equals("config/rotate-root"))
                .extracting(MissingPermission::action)
                .containsExactlyInAnyOrder(
                        "iam:AddUserToGroup",
                        // It is in the policy, for users, where IAM checks it against the group.
                        "iam:RemoveUserFromGroup",
                        // It is in the policy, for vault-*, and the guide's own role is DeployRole.
                        "sts:AssumeRole",
                        "sts:GetFederationToken");
        assertThat(found.missing())
                .filteredOn(each -> each.neededFor().equals("config/rotate-root"))
                .extracting(MissingPermission::action)
                .containsExactlyElementsOf(Feature.ROTATE_ROOT.actions());
        assertThat(found.missing())
                .filteredOn(MissingPermission::optional)
                .extracting(MissingPermission::action)
                .contains("iam:GetAccountSummary", "iam:ListUsers");
        assertThat(found.missing()).allSatisfy(each -> assertThat(each.reason()).isEqualTo("implicitDeny"));
    }

    /** A user whose name fits the guide's policy may rotate itself by what the policy has; only the looks beside are missing. */
    @Test
    void aUserThatThePolicyReachesMayRotateItself() {
        useRestricted("vault-aws-engine");
        world.aws().attach(FaultyAws.userArn("vault-aws-engine"), guidePolicy());
        world.aws().allow(FaultyAws.userArn("vault-aws-engine"), "iam:SimulatePrincipalPolicy");

        assertThat(preflight().missing())
                .filteredOn(each -> each.neededFor().equals("config/rotate-root"))
                .extracting(MissingPermission::action)
                .containsExactlyInAnyOrder("iam:GetAccessKeyLastUsed", "iam:UpdateAccessKey");
    }

    /** The policy that preflight writes is all that is needed: everything works with it. */
    @Test
    void theNeededPolicyIsEnough() {
        everything();
        String policy = preflight().policyDocument();
        useRestricted("broker");
        world.aws().attach(BROKER, policy.replace(FaultyAws.userArn(FaultyAws.ADMIN), BROKER));

        AwsPreflight found = preflight();
        assertThat(found.checked()).isTrue();
        assertThat(found.missing()).isEmpty();
        runEverything();
        assertThat(world.aws().log().requests())
                .extracting(LoggedRequest::outcome)
                .doesNotContain("AccessDenied");
    }

    /** And nothing more: the table is what is sent. */
    @Test
    void theTableIsWhatIsSent() {
        everything();
        world.aws().log().clear();

        preflight();
        runEverything();

        assertThat(sent())
                .containsExactlyElementsOf(Stream.of(Feature.values())
                        .flatMap(feature -> feature.actions().stream())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void withoutSimulationWhatIsNeededIsListed() {
        useRestricted("broker");
        world.role("ci", AwsRole.builder().credentialType("federation_token").policyDocument(DOCUMENT));

        Secret answer = world.broker().read("aws/config/preflight");

        AwsPreflight found = answer.as(AwsPreflight.class);
        assertThat(found.checked()).isFalse();
        assertThat(found.missing()).isEmpty();
        assertThat(answer.warnings())
                .singleElement()
                .asString()
                .contains("cannot check: iam:SimulatePrincipalPolicy is missing");
        assertThat(found.policyDocument())
                .contains("sts:GetFederationToken")
                .contains("arn:aws:sts::123456789012:federated-user/vault-*")
                .contains("iam:SimulatePrincipalPolicy")
                .doesNotContain("iam:CreateUser");
    }

    @Test
    void theAnswerComesInPages() {
        everything();
        world.aws().pageSize(2);
        world.aws().deny(FaultyAws.userArn(FaultyAws.ADMIN), "iam:TagUser", "iam:GetGroupPolicy");

        assertThat(preflight().missing())
                .extracting(MissingPermission::action)
                .containsExactlyInAnyOrder("iam:TagUser", "iam:GetGroupPolicy");
    }

    /** Policies may ask for what requests carry: tags, the boundary, the policy that is attached, the external id. */
    @Test
    void whatRequestsCarryIsPartOfTheQuestion() {
        world.role(
                "bounded",
                user().policyArns(READ_ONLY).permissionsBoundaryArn(BOUNDARY).iamTags(Map.of("team", "billing")));
        world.role("deploy", deploy().externalId("vault-dynamic-secrets").sessionTags(Map.of("project", "shop")));

        preflight();

        List<Map<String, String>> contexts = world.aws().log().of("SimulatePrincipalPolicy").stream()
                .map(AwsPreflightTest::context)
                .toList();
        assertThat(contexts)
                .anySatisfy(context -> assertThat(context)
                        .containsEntry("iam:PermissionsBoundary", BOUNDARY)
                        .containsEntry("aws:RequestTag/team", "billing")
                        .containsEntry("aws:TagKeys", "leasehold:store,leasehold:lease,team"))
                .anySatisfy(context -> assertThat(context)
                        .containsEntry("iam:PermissionsBoundary", BOUNDARY)
                        .containsEntry("iam:PolicyARN", READ_ONLY))
                .contains(Map.of("sts:ExternalId", "vault-dynamic-secrets"))
                .contains(Map.of("aws:TagKeys", "project", "aws:RequestTag/project", "shop"));
    }

    /** AWS is asked about the role that a session is of. */
    @Test
    void ofASessionTheRoleIsAskedAbout() {
        world.role("deploy", deploy());
        Secret session = world.issue("deploy");
        AwsKeyCredentials key = session.as(AwsKeyCredentials.class);
        world.aws().allow(DEPLOY.arn(), "iam:SimulatePrincipalPolicy", "sts:AssumeRole");
        Map<String, String> properties = Map.of(
                "aws.accessKeyId", key.accessKey(),
                "aws.secretAccessKey", key.secretKey(),
                "aws.sessionToken", String.valueOf(key.sessionToken()));
        properties.forEach(System::setProperty);
        try {
            world.broker().write("aws/config/root", Map.of("access_key", "", "secret_key", ""));

            AwsPreflight found = preflight();

            assertThat(found.checked()).isTrue();
            assertThat(found.principal()).isEqualTo(DEPLOY.arn());
            assertThat(found.missing()).isEmpty();
        } finally {
            properties.keySet().forEach(System::clearProperty);
        }
    }

    /** A role of everything there is. */
    private void everything() {
        world.broker().write("aws/config/root", Map.of("propagation_checks", 1));
        world.role(
                "user",
                user().policyArns(READ_ONLY)
                        .iamGroups("developers")
                        .userPath("/apps/")
                        .permissionsBoundaryArn(BOUNDARY)
                        .iamTags(Map.of("team", "billing")));
        world.role(
                "deploy",
                deploy().iamGroups("developers")
                        .sessionTags(Map.of("project", "shop"))
                        .revokeSessions("deny_all_older"));
        world.role(
                "ci",
                AwsRole.builder()
                        .credentialType("federation_token")
                        .policyDocument(DOCUMENT)
                        .iamGroups("developers"));
        world.role("own", AwsRole.builder().credentialType("session_token"));
        world.aws().addUser("payroll", Map.of());
        world.broker()
                .write(
                        "aws/static-roles/payroll",
                        AwsStaticRole.builder()
                                .username("payroll")
                                .rotationPeriod(Duration.ofDays(1))
                                .build());
    }

    private void runEverything() {
        world.broker().read("aws/capacity");
        world.broker().read("aws/reconcile");
        Secret user = world.issue("user");
        world.broker().read("aws/reconcile");
        String name = world.users().stream()
                .filter(each -> each.startsWith("vault-"))
                .findFirst()
                .orElseThrow();
        for (Extra extra : Extra.values()) {
            world.aws().addExtra(name, extra, extra == Extra.LOGIN_PROFILE ? name : "extra-of-" + name);
        }
        revoke(user);
        revoke(world.issue("deploy"));
        revoke(world.issue("ci"));
        revoke(world.issue("own"));
        assertThat(world.leases()).isZero();
        rotateKeys();
    }

    private void rotateKeys() {
        world.broker().write("aws/config/rotate-root");
        world.aws().faults().on("CreateAccessKey").loseResponse();
        assertThatThrownBy(() -> world.broker().write("aws/rotate-role/payroll"))
                .isInstanceOf(TargetUnavailableException.class);
        world.broker().write("aws/rotate-role/payroll");
        // By then the request whose answer was lost is no longer under way.
        world.pass(Duration.ofMinutes(2));
        world.broker().delete("aws/static-roles/payroll");
    }

    private void revoke(Secret secret) {
        world.broker().leases().revoke(secret.lease().orElseThrow().id());
    }

    /** The permissions that what was sent needs. */
    private Set<String> sent() {
        Set<String> actions = new TreeSet<>();
        for (LoggedRequest request : world.aws().log().requests()) {
            boolean sts = request.parameters().getOrDefault("Version", "").equals("2011-06-15");
            actions.add((sts ? "sts:" : "iam:") + request.action());
            if (request.parameters().containsKey("Tags.member.1.Key")) {
                actions.add(sts ? "sts:TagSession" : "iam:TagUser");
            }
        }
        actions.removeAll(FREE);
        return actions;
    }

    /** The roles of the guide. */
    private void guideRoles() {
        world.role("s3-readonly", user());
        world.aws().addPolicy("arn:aws:iam::aws:policy/AmazonEC2FullAccess");
        world.role(
                "ec2-admin",
                AwsRole.builder().credentialType("iam_user").policyArns("arn:aws:iam::aws:policy/AmazonEC2FullAccess"));
        world.role("deploy-role", deploy());
        world.role(
                "ci-deploy",
                AwsRole.builder().credentialType("federation_token").policyDocument(DOCUMENT));
    }

    /** Makes a user without rights the root credential. */
    private void useRestricted(String name) {
        try (IamClient iam = StandInClients.iam(world.aws().url(), world.aws().admin())) {
            iam.createUser(request -> request.userName(name));
            AwsBasicCredentials key = StandInClients.credentials(
                    iam.createAccessKey(request -> request.userName(name)).accessKey());
            world.broker()
                    .write(
                            "aws/config/root",
                            Map.of("access_key", key.accessKeyId(), "secret_key", key.secretAccessKey()));
        }
        world.aws().log().clear();
    }

    private AwsPreflight preflight() {
        return world.broker().read("aws/config/preflight").as(AwsPreflight.class);
    }

    private static Map<String, String> context(LoggedRequest request) {
        Map<String, String> sent = request.parameters();
        return IntStream.rangeClosed(1, 9)
                .mapToObj(i -> "ContextEntries.member." + i + ".ContextKey")
                .filter(prefix -> sent.containsKey(prefix + "Name"))
                .collect(Collectors.toMap(prefix -> sent.get(prefix + "Name"), prefix -> values(sent, prefix)));
    }

    private static String values(Map<String, String> sent, String prefix) {
        return IntStream.rangeClosed(1, 9)
                .mapToObj(i -> sent.get(prefix + "Values.member." + i))
                .filter(value -> value != null)
                .collect(Collectors.joining(","));
    }

    private static String guidePolicy() {
        try (InputStream file = AwsPreflightTest.class.getResourceAsStream("guide-root-policy.json")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AwsRole.Builder user() {
        return AwsRole.builder().credentialType("iam_user").policyDocument(DOCUMENT);
    }

    private static AwsRole.Builder deploy() {
        return AwsRole.builder().credentialType("assumed_role").roleArns(DEPLOY.arn());
    }
}
