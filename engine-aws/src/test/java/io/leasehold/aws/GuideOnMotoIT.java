package io.leasehold.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.lease.Reconciliation;
import io.leasehold.testkit.server.MotoKey;
import io.leasehold.testkit.server.MotoServer;
import io.leasehold.testkit.server.SharedServers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.IamClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;

/** The guide's roles, as it writes them, on moto, which checks keys and signatures. */
class GuideOnMotoIT {

    private static final String S3_READONLY = """
            {
            "Version": "2012-10-17",
            "Statement": [
            {
            "Effect": "Allow",
            "Action": [
            "s3:GetObject",
            "s3:GetObjectVersion",
            "s3:ListBucket",
            "s3:ListBucketVersions"
            ],
            "Resource": [
            "arn:aws:s3:::my-app-bucket",
            "arn:aws:s3:::my-app-bucket/*"
            ]
            }
            ]
            }
            """;

    private static final String SCOPED = """
            {
            "Version": "2012-10-17",
            "Statement": [
            {
            "Effect": "Allow",
            "Action": ["ecs:UpdateService", "ecs:DescribeServices"],
            "Resource": "arn:aws:ecs:us-east-1:123456789012:service/prod/*"
            }
            ]
            }
            """;

    private static final String CI_DEPLOY = """
            {
            "Version": "2012-10-17",
            "Statement": [
            {
            "Effect": "Allow",
            "Action": [
            "ecs:UpdateService",
            "ecs:DescribeServices",
            "ecs:DescribeTaskDefinition",
            "ecs:RegisterTaskDefinition",
            "ecr:GetAuthorizationToken",
            "ecr:BatchGetImage",
            "ecr:GetDownloadUrlForLayer"
            ],
            "Resource": "*"
            }
            ]
            }
            """;

    private final MotoServer moto = SharedServers.moto();
    private final SecretBroker broker = SecretBroker.builder().name("billing").build();
    private MotoKey root;

    @BeforeEach
    void configure() {
        root = moto.authenticate();
        broker.mounts().enable("aws", "aws");
        broker.write(
                "aws/config/root",
                Map.of(
                        "access_key",
                        root.accessKeyId(),
                        "secret_key",
                        root.secretAccessKey(),
                        "region",
                        "us-east-1",
                        "max_retries",
                        3,
                        "iam_endpoint",
                        moto.url().toString(),
                        "sts_endpoint",
                        moto.url().toString()));
        broker.write("aws/config/lease", Map.of("lease", "1h", "lease_max", "24h"));
    }

    @AfterEach
    void close() {
        broker.close();
        moto.stopAuthenticating();
        moto.reset();
    }

    @Test
    void usersWithAPolicyOfTheirOwn() {
        broker.write("aws/roles/s3-readonly", Map.of("credential_type", "iam_user", "policy_document", S3_READONLY));

        Secret secret = broker.read("aws/creds/s3-readonly");

        assertThat(secret.lease().orElseThrow().duration()).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
        assertThat(secret.lease().orElseThrow().id()).startsWith("aws/creds/s3-readonly/");
        AwsKeyCredentials key = secret.as(AwsKeyCredentials.class);
        assertThat(users()).hasSize(1);
        assertThat(isKnown(key)).isTrue();
        broker.leases().renew(secret.lease().orElseThrow().id());
        broker.leases().revoke(secret.lease().orElseThrow().id());
        assertThat(users()).isEmpty();
        assertThat(isKnown(key)).isFalse();
    }

    /** The guide's threshold: more than 4500 of 5000 users. */
    @Test
    void theUsersOfTheAccountAreCounted() {
        broker.write("aws/roles/s3-readonly", Map.of("credential_type", "iam_user", "policy_document", S3_READONLY));
        AwsCapacity before = broker.read("aws/capacity").as(AwsCapacity.class);

        broker.read("aws/creds/s3-readonly");

        AwsCapacity after = broker.read("aws/capacity").as(AwsCapacity.class);
        assertThat(after.users()).isEqualTo(before.users() + 1);
        assertThat(after.maxUsers()).isEqualTo(5000);
        assertThat(after.userLimit()).isEqualTo(4500);
        assertThat(after.activeLeases()).isEqualTo(1);
    }

    @Test
    void usersAndLeasesAreCompared() {
        broker.write("aws/roles/s3-readonly", Map.of("credential_type", "iam_user", "policy_document", S3_READONLY));
        broker.read("aws/creds/s3-readonly");
        assertThat(broker.read("aws/reconcile").as(Reconciliation.class).agrees())
                .isTrue();
        String mark = broker.read("aws/reconcile", Map.of("every_user", true, "store", "nobody"))
                .as(Reconciliation.class)
                .otherStores()
                .toString();
        assertThat(mark).as("what a lease knows is not looked at").isEqualTo("[]");

        broker.write("aws/reconcile");

        assertThat(users()).hasSize(1);
    }

    @Test
    void usersWithAManagedPolicy() {
        broker.write(
                "aws/roles/ec2-admin",
                Map.of("credential_type", "iam_user", "policy_arns", "arn:aws:iam::aws:policy/AmazonEC2FullAccess"));

        Secret secret = broker.read("aws/creds/ec2-admin");

        try (IamClient iam = iam(root.accessKeyId(), root.secretAccessKey())) {
            assertThat(iam.listAttachedUserPolicies(request -> request.userName(users().get(0)))
                            .attachedPolicies())
                    .singleElement()
                    .satisfies(policy -> assertThat(policy.policyArn()).endsWith("policy/AmazonEC2FullAccess"));
        }
        broker.leases().revoke(secret.lease().orElseThrow().id());
        assertThat(users()).isEmpty();
    }

    @Test
    void sessionsOfARole() {
        broker.write(
                "aws/roles/deploy-role",
                Map.of(
                        "credential_type",
                        "assumed_role",
                        "role_arns",
                        "arn:aws:iam::123456789012:role/DeployRole",
                        "default_sts_ttl",
                        "1h",
                        "max_sts_ttl",
                        "4h"));
        broker.write(
                "aws/roles/deploy-role-scoped",
                Map.of(
                        "credential_type",
                        "assumed_role",
                        "role_arns",
                        "arn:aws:iam::123456789012:role/DeployRole",
                        "policy_document",
                        SCOPED));

        for (String role : List.of("deploy-role", "deploy-role-scoped")) {
            Secret secret = broker.read("aws/creds/" + role);

            assertThat(secret.data()).containsKeys("access_key", "secret_key", "security_token");
            assertThat(secret.as(AwsKeyCredentials.class).arn()).contains("assumed-role/DeployRole/vault-billing-");
            assertThat(secret.lease().orElseThrow().renewable()).isFalse();
        }
    }

    @Test
    void federatedSessionsForPipelines() {
        broker.write(
                "aws/roles/ci-deploy", Map.of("credential_type", "federation_token", "policy_document", CI_DEPLOY));

        Secret secret = broker.read("aws/creds/ci-deploy");

        assertThat(secret.data()).containsKeys("access_key", "secret_key", "security_token");
        assertThat(secret.lease().orElseThrow().duration()).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
    }

    @Test
    void aRootCredentialThatAwsDoesNotKnowIsRefused() {
        assertThatThrownBy(() -> broker.write(
                        "aws/config/root", Map.of("secret_key", "wrongwrongwrongwrongwrongwrongwrongwrong")))
                .hasMessageContaining("GetCallerIdentity")
                .hasMessageNotContaining("wrongwrong");
    }

    private List<String> users() {
        try (IamClient iam = iam(root.accessKeyId(), root.secretAccessKey())) {
            return iam.listUsers().users().stream()
                    .map(user -> user.userName())
                    .filter(name -> name.startsWith("vault-"))
                    .toList();
        }
    }

    private boolean isKnown(AwsKeyCredentials key) {
        try (StsClient sts = StsClient.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(moto.url())
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(key.accessKey(), key.secretKey())))
                .build()) {
            sts.getCallerIdentity();
            return true;
        } catch (SdkServiceException refused) {
            assertThat(refused.statusCode()).isEqualTo(403);
            return false;
        }
    }

    private IamClient iam(String id, String secret) {
        IamClientBuilder builder = IamClient.builder();
        return builder.region(Region.AWS_GLOBAL)
                .endpointOverride(moto.url())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret)))
                .build();
    }
}
