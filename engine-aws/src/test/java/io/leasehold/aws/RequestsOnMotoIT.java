package io.leasehold.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.testkit.server.MotoCall;
import io.leasehold.testkit.server.MotoKey;
import io.leasehold.testkit.server.MotoServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;

/** What goes over the wire, as moto's recorder saw it: what each request carries, and in which order they come. */
class RequestsOnMotoIT {

    private static final String READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    private static final String BOUNDARY = "arn:aws:iam::aws:policy/PowerUserAccess";
    private static final String DOCUMENT = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}";

    /** By itself, as it records and forgets. */
    private final MotoServer moto = MotoServer.start();

    private final MotoKey root = moto.authenticate();
    private final SecretBroker broker = SecretBroker.builder().name("billing").build();

    @BeforeEach
    void configure() {
        broker.mounts().enable("aws", "aws");
        broker.write(
                "aws/config/root",
                AwsRoot.builder()
                        .key(root.accessKeyId(), root.secretAccessKey())
                        .region("us-east-1")
                        .iamEndpoint(moto.url().toString())
                        .stsEndpoint(moto.url().toString())
                        .propagationChecks(2)
                        .build());
    }

    @AfterEach
    void close() {
        broker.close();
        moto.close();
    }

    @Test
    void aUserIsWholeFromItsFirstRequestAndLosesItsKeysFirst() {
        try (IamClient iam = iam()) {
            iam.createGroup(request -> request.groupName("developers"));
        }
        broker.write(
                "aws/roles/app",
                AwsRole.builder()
                        .credentialType("iam_user")
                        .policyArns(READ_ONLY)
                        .policyDocument(DOCUMENT)
                        .iamGroups("developers")
                        .userPath("/apps/")
                        .permissionsBoundaryArn(BOUNDARY)
                        .iamTags(Map.of("team", "billing"))
                        .build());
        issue("app");

        moto.startRecording();
        Secret secret = issue("app");
        List<MotoCall> made = moto.stopRecording();
        moto.startRecording();
        broker.leases().revoke(secret.lease().orElseThrow().id());
        List<MotoCall> removed = moto.stopRecording();

        assertThat(made)
                .extracting(MotoCall::action)
                .containsExactly(
                        "CreateUser",
                        "AttachUserPolicy",
                        "PutUserPolicy",
                        "AddUserToGroup",
                        "CreateAccessKey",
                        "GetCallerIdentity",
                        "GetCallerIdentity");
        MotoCall user = made.get(0);
        assertThat(user.accessKeyId()).isEqualTo(root.accessKeyId());
        assertThat(user.parameters()).containsEntry("Path", "/apps/").containsEntry("PermissionsBoundary", BOUNDARY);
        assertThat(tags(user)).contains("team=billing").anyMatch(tag -> tag.startsWith("leasehold:store="));
        assertThat(tags(user))
                .contains("leasehold:lease=" + secret.lease().orElseThrow().id());
        assertThat(made.get(2).parameters())
                .containsEntry("PolicyName", "app")
                .containsEntry("PolicyDocument", DOCUMENT);
        assertThat(made.get(5).accessKeyId())
                .isEqualTo(secret.as(AwsKeyCredentials.class).accessKey());
        assertThat(removed)
                .extracting(MotoCall::action)
                .containsExactly(
                        "GetUser",
                        "ListAccessKeys",
                        "DeleteAccessKey",
                        "ListAttachedUserPolicies",
                        "DetachUserPolicy",
                        "ListUserPolicies",
                        "DeleteUserPolicy",
                        "ListGroupsForUser",
                        "RemoveUserFromGroup",
                        "DeleteUser",
                        "GetUser");
    }

    @Test
    void aSessionOfARoleCarriesAllThatTheRoleSays() {
        broker.write(
                "aws/roles/deploy",
                AwsRole.builder()
                        .credentialType("assumed_role")
                        .roleArns("arn:aws:iam::123456789012:role/DeployRole")
                        .externalId("vault-dynamic-secrets")
                        .policyDocument(DOCUMENT)
                        .policyArns(READ_ONLY)
                        .sessionTags(Map.of("project", "shop"))
                        .build());
        moto.startRecording();

        broker.read("aws/creds/deploy", Map.of("ttl", "20m", "role_session_name", "release 7"));

        MotoCall call = only(moto.stopRecording(), "AssumeRole");
        assertThat(call.parameters())
                .containsEntry("RoleArn", "arn:aws:iam::123456789012:role/DeployRole")
                .containsEntry("RoleSessionName", "release-7")
                .containsEntry("DurationSeconds", "1200")
                .containsEntry("ExternalId", "vault-dynamic-secrets")
                .containsEntry("Policy", DOCUMENT)
                .containsEntry("PolicyArns.member.1.arn", READ_ONLY);
        assertThat(tags(call)).containsExactly("project=shop");
    }

    @Test
    void federatedAndOwnSessionsCarryTheirs() {
        broker.write(
                "aws/roles/ci",
                AwsRole.builder()
                        .credentialType("federation_token")
                        .policyDocument(DOCUMENT)
                        .policyArns(READ_ONLY)
                        .build());
        broker.write(
                "aws/roles/own",
                AwsRole.builder()
                        .credentialType("session_token")
                        .mfaSerialNumber("arn:aws:iam::123456789012:mfa/broker")
                        .build());
        moto.startRecording();

        broker.read("aws/creds/ci", Map.of("ttl", "15m"));
        broker.read("aws/sts/own", Map.of("ttl", "1h", "mfa_code", "123456"));

        List<MotoCall> calls = moto.stopRecording();
        MotoCall federated = only(calls, "GetFederationToken");
        assertThat(federated.parameters())
                .containsEntry("DurationSeconds", "900")
                .containsEntry("Policy", DOCUMENT)
                .containsEntry("PolicyArns.member.1.arn", READ_ONLY);
        assertThat(federated.parameters().get("Name")).startsWith("vault-").hasSizeLessThanOrEqualTo(32);
        assertThat(only(calls, "GetSessionToken").parameters())
                .containsEntry("DurationSeconds", "3600")
                .containsEntry("SerialNumber", "arn:aws:iam::123456789012:mfa/broker")
                .containsEntry("TokenCode", "123456");
    }

    private Secret issue(String role) {
        return broker.read("aws/creds/" + role);
    }

    private static MotoCall only(List<MotoCall> calls, String action) {
        List<MotoCall> found =
                calls.stream().filter(call -> call.action().equals(action)).toList();
        assertThat(found).as(calls.toString()).hasSize(1);
        return found.get(0);
    }

    private static List<String> tags(MotoCall call) {
        List<String> tags = new ArrayList<>();
        for (int i = 1; call.parameters().containsKey("Tags.member." + i + ".Key"); i++) {
            tags.add(call.parameters().get("Tags.member." + i + ".Key") + "="
                    + call.parameters().get("Tags.member." + i + ".Value"));
        }
        return tags;
    }

    private IamClient iam() {
        return IamClient.builder()
                .region(Region.AWS_GLOBAL)
                .endpointOverride(moto.url())
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(root.accessKeyId(), root.secretAccessKey())))
                .build();
    }
}
