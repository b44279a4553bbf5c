package io.leasehold.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

class MotoServerIT {

    private static final String POLICY =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}";
    private static final MotoKey ANY = new MotoKey("anybody", "anything");

    private final MotoServer server = SharedServers.moto();

    @BeforeEach
    @AfterEach
    void reset() {
        server.reset();
    }

    @Test
    void anyCredentialsAreTakenAtFirst() {
        try (IamClient iam = iam(ANY);
                StsClient sts = sts(ANY)) {
            iam.createUser(request -> request.userName("app"));
            iam.putUserPolicy(
                    request -> request.userName("app").policyName("inline").policyDocument(POLICY));
            assertThat(iam.listUserPolicies(request -> request.userName("app")).policyNames())
                    .containsExactly("inline");
            assertThat(sts.getCallerIdentity().account()).isEqualTo("123456789012");
        }
    }

    @Test
    void policiesOfAwsItselfAreThere() {
        try (IamClient iam = iam(ANY)) {
            assertThat(iam.listPoliciesPaginator(request -> request.scope(PolicyScopeType.AWS)).policies().stream())
                    .anyMatch(policy -> policy.arn().equals("arn:aws:iam::aws:policy/ReadOnlyAccess"));
        }
    }

    @Test
    void whenItAuthenticatesADeletedKeyAndAWrongSecretAreRefused() {
        MotoKey root = server.authenticate();
        assertThat(root.toString()).contains(root.accessKeyId()).doesNotContain(root.secretAccessKey());
        try (IamClient iam = iam(root)) {
            iam.createUser(request -> request.userName("app"));
            iam.putUserPolicy(
                    request -> request.userName("app").policyName("inline").policyDocument(POLICY));
            AccessKey made =
                    iam.createAccessKey(request -> request.userName("app")).accessKey();
            MotoKey key = new MotoKey(made.accessKeyId(), made.secretAccessKey());

            assertThat(callerOf(key)).endsWith(":user/app");
            assertThatThrownBy(() -> callerOf(new MotoKey(key.accessKeyId(), "wrong")))
                    .isInstanceOfSatisfying(
                            StsException.class, e -> assertThat(e.statusCode()).isEqualTo(403));
            assertThatThrownBy(() -> callerOf(ANY))
                    .isInstanceOfSatisfying(
                            StsException.class, e -> assertThat(e.statusCode()).isEqualTo(403));

            iam.deleteAccessKey(request -> request.userName("app").accessKeyId(key.accessKeyId()));
            assertThatThrownBy(() -> callerOf(key))
                    .isInstanceOfSatisfying(
                            StsException.class, e -> assertThat(e.statusCode()).isEqualTo(403));
        }
    }

    @Test
    void whenItAuthenticatesWhatNoPolicyAllowsIsRefused() {
        MotoKey root = server.authenticate();
        try (IamClient iam = iam(root)) {
            iam.createUser(request -> request.userName("app"));
            AccessKey made =
                    iam.createAccessKey(request -> request.userName("app")).accessKey();
            try (IamClient powerless = iam(new MotoKey(made.accessKeyId(), made.secretAccessKey()))) {
                assertThatThrownBy(() -> powerless.createUser(request -> request.userName("other")))
                        .isInstanceOfSatisfying(
                                IamException.class,
                                e -> assertThat(e.statusCode()).isEqualTo(403));
            }
        }
    }

    @Test
    void aResetForgetsUsersAndWhoWasAskedForCredentials() {
        MotoKey root = server.authenticate();
        try (IamClient iam = iam(root)) {
            iam.createUser(request -> request.userName("app"));
        }
        server.stopAuthenticating();
        assertThat(callerOf(ANY)).isNotEmpty();

        server.authenticate();
        server.reset();
        try (IamClient iam = iam(ANY)) {
            assertThatThrownBy(() -> iam.getUser(request -> request.userName("app")))
                    .isInstanceOf(NoSuchEntityException.class);
        }
    }

    @Test
    void theRecordingShowsActionsParametersAndKeysInOrder() {
        try (IamClient iam = iam(ANY);
                StsClient sts = sts(new MotoKey("another", "anything"))) {
            iam.createUser(request -> request.userName("before"));
            server.startRecording();
            iam.createUser(request -> request.userName("app+a@b")
                    .path("/vault/")
                    .tags(Tag.builder().key("k").value("v w").build()));
            sts.getCallerIdentity();
            assertThat(server.recorded()).hasSize(2);
            assertThatThrownBy(() -> iam.getUser(request -> request.userName("absent")))
                    .isInstanceOf(NoSuchEntityException.class);

            assertThat(server.stopRecording())
                    .containsExactly(
                            new MotoCall(
                                    "iam",
                                    "CreateUser",
                                    Map.of(
                                            "UserName", "app+a@b",
                                            "Path", "/vault/",
                                            "Tags.member.1.Key", "k",
                                            "Tags.member.1.Value", "v w"),
                                    ANY.accessKeyId()),
                            new MotoCall("sts", "GetCallerIdentity", Map.of(), "another"),
                            new MotoCall("iam", "GetUser", Map.of("UserName", "absent"), ANY.accessKeyId()));

            iam.createUser(request -> request.userName("after"));
            assertThat(server.recorded()).hasSize(3);
            server.startRecording();
            assertThat(server.stopRecording()).isEmpty();
        }
    }

    @Test
    void oneOfItsOwnIsStoppedAndStartedAgain() {
        try (MotoServer own = MotoServer.start();
                IamClient iam = client(own, ANY)) {
            iam.createUser(request -> request.userName("app"));
            own.stop();
            assertThat(own.isRunning()).isFalse();
            assertThatThrownBy(() -> iam.getUser(request -> request.userName("app")))
                    .isInstanceOf(SdkClientException.class);

            own.restart();
            assertThatThrownBy(() -> iam.getUser(request -> request.userName("app")))
                    .isInstanceOf(NoSuchEntityException.class);
            assertThat(own.logText()).contains("Running on");
        }
    }

    private String callerOf(MotoKey key) {
        try (StsClient sts = sts(key)) {
            return sts.getCallerIdentity().arn();
        }
    }

    private IamClient iam(MotoKey key) {
        return client(server, key);
    }

    private static IamClient client(MotoServer server, MotoKey key) {
        return IamClient.builder()
                .endpointOverride(server.url())
                .region(Region.AWS_GLOBAL)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(provider(key))
                .build();
    }

    private StsClient sts(MotoKey key) {
        return StsClient.builder()
                .endpointOverride(server.url())
                .region(Region.US_EAST_1)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(provider(key))
                .build();
    }

    private static StaticCredentialsProvider provider(MotoKey key) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));
    }
}
