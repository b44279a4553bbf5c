package io.leasehold.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.Secret;
import io.leasehold.aws.internal.engine.AwsEngineProvider;
import io.leasehold.aws.standin.AwsError;
import io.leasehold.aws.standin.FaultyAws;
import io.leasehold.aws.standin.LoggedRequest;
import io.leasehold.aws.standin.StandInRole;
import io.leasehold.aws.world.AwsWorld;
import io.leasehold.error.ConflictException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.secret.SecretText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A root credential that is the session of a role, on the stand-in for AWS. */
class AwsSessionRootTest {

    private static final String AUDIENCE = "sts.amazonaws.com";
    private static final String ASSUMED = "AssumeRoleWithWebIdentity";
    private static final StandInRole BROKER = new StandInRole("Broker").longest(Duration.ofHours(12));
    private static final StandInRole DEPLOY = new StandInRole("Deploy").longest(Duration.ofHours(12));

    private final List<String> tokens = new ArrayList<>();
    private RuntimeException tokenFailure;
    private String tokenText;

    private final AwsWorld world =
            new AwsWorld((aws, time) -> new AwsEngineProvider(time, (audience, ttl) -> token(aws, audience, ttl)));

    @TempDir
    Path folder;

    AwsSessionRootTest() {
        world.aws().addRole(BROKER);
        world.aws().addRole(DEPLOY);
        world.aws().trustWebIdentity(BROKER.arn(), AUDIENCE);
        world.aws().allow(BROKER.arn(), "*");
        world.aws().addPolicy("arn:aws:iam::aws:policy/ReadOnlyAccess");
        world.role(
                "user",
                AwsRole.builder().credentialType("iam_user").policyArns("arn:aws:iam::aws:policy/ReadOnlyAccess"));
        world.role("deploy", deploy());
    }

    @AfterEach
    void close() {
        world.close();
    }

    private SecretText token(FaultyAws aws, String audience, Duration ttl) {
        if (tokenFailure != null) {
            throw tokenFailure;
        }
        String token = tokenText == null ? aws.identityToken(audience, ttl) : tokenText;
        tokens.add(token);
        return SecretText.of(token);
    }

    private static AwsRole.Builder deploy() {
        return AwsRole.builder().credentialType("assumed_role").roleArns(DEPLOY.arn());
    }

    private Map<String, Object> byToken() {
        return new HashMap<>(Map.of(
                "access_key", "", "secret_key", "", "role_arn", BROKER.arn(), "identity_token_audience", AUDIENCE));
    }

    private Map<String, Object> byFile(Path file) {
        Map<String, Object> root = byToken();
        root.put("identity_token_audience", "");
        root.put("identity_token_file", file.toString());
        return root;
    }

    private Secret root(Map<String, ?> fields) {
        return world.broker().write("aws/config/root", fields);
    }

    @Test
    void withATokenNoKeyIsNeeded() {
        root(byToken());

        Secret user = world.issue("user");
        Secret session = world.issue("deploy");

        assertThat(world.works(user)).isTrue();
        assertThat(world.works(session)).isTrue();
        world.broker().leases().revoke(user.lease().orElseThrow().id());
        assertThat(world.users()).isEmpty();
        // One to try it before it was stored, and one for all that came after.
        List<LoggedRequest> assumed = world.aws().log().of(ASSUMED);
        assertThat(assumed).hasSize(2).allSatisfy(request -> {
            assertThat(request.accessKeyId()).isEmpty();
            assertThat(request.parameters()).containsEntry("RoleSessionName", "leasehold-aws");
        });
        assertThat(world.broker().read("aws/config/root").data())
                .containsEntry("role_arn", BROKER.arn())
                .containsEntry("identity_token_audience", AUDIENCE)
                .doesNotContainKeys("secret_key");
    }

    @Test
    void theTokenIsMadeAsConfigured() {
        Map<String, Object> fields = byToken();
        fields.put("identity_token_ttl", "5m");
        root(fields);

        assertThat(world.works(world.issue("deploy"))).isTrue();
        world.pass(Duration.ofMinutes(5));
        // The token has ended, and the session goes on.
        assertThat(world.works(world.issue("deploy"))).isTrue();
        assertThat(tokens).hasSize(2);
    }

    @Test
    void theSessionIsReplacedAtTwoThirdsOfItsLife() {
        root(byToken());
        world.issue("deploy");
        world.aws().log().clear();

        world.pass(Duration.ofMinutes(39));
        world.issue("deploy");
        assertThat(world.aws().log().of(ASSUMED)).isEmpty();

        world.pass(Duration.ofMinutes(2));
        world.issue("deploy");
        assertThat(world.aws().log().of(ASSUMED)).hasSize(1);
        String former = keyOfLastAssumeRole();
        for (int hour = 0; hour < 30; hour++) {
            world.pass(Duration.ofMinutes(20));
            assertThat(world.works(world.issue("deploy"))).isTrue();
        }
        assertThat(keyOfLastAssumeRole()).isNotEqualTo(former);
    }

    private String keyOfLastAssumeRole() {
        List<LoggedRequest> requests = world.aws().log().of("AssumeRole");
        return requests.get(requests.size() - 1).accessKeyId();
    }

    @Test
    void theFormerSessionServesWhileThereIsNoNewOne() {
        root(byToken());
        world.issue("deploy");
        tokenFailure = new IllegalStateException("the identity provider is down");
        world.aws().log().clear();

        world.pass(Duration.ofMinutes(50));
        assertThat(world.works(world.issue("deploy"))).isTrue();
        world.pass(Duration.ofMinutes(10));
        assertThatThrownBy(() -> world.issue("deploy"))
                .isInstanceOfSatisfying(
                        TargetUnavailableException.class,
                        e -> assertThat(e.effectPossible()).isFalse())
                .hasMessageContaining("config/root: the application's IdentityTokens gave none")
                .hasMessageContaining("the identity provider is down");

        tokenFailure = null;
        assertThat(world.comes(() -> issues("deploy"))).isTrue();
    }

    private boolean issues(String role) {
        try {
            return world.works(world.issue(role));
        } catch (TargetException notYet) {
            return false;
        }
    }

    /** A user is planned, and nothing is sent: its lease must not have to wait until AWS can be asked. */
    @Test
    void withoutASessionNothingIsSentAndNoLeaseIsLeft() {
        root(byToken());
        world.aws().log().clear();
        world.aws().faults().on(ASSUMED).always().fail(AwsError.accessDenied("Not authorized"));

        assertThatThrownBy(() -> world.issue("user"))
                .isInstanceOfSatisfying(
                        TargetRefusedException.class,
                        e -> assertThat(e.effectPossible()).isFalse())
                .hasMessageContaining("config/root: AssumeRoleWithWebIdentity of " + BROKER.arn())
                .hasMessageContaining("Not authorized");

        assertThat(world.aws().log().actions()).containsOnly(ASSUMED);
        world.aws().faults().clear();
        assertThat(world.comes(() -> world.leases() == 0)).isTrue();
        assertThat(world.users()).isEmpty();
        assertThat(world.works(world.issue("user"))).isTrue();
    }

    @Test
    void aSessionThatAwsNoLongerTakesIsReplaced() {
        root(byToken());
        world.issue("deploy");
        world.aws()
                .faults()
                .on("AssumeRole")
                .fail(new AwsError(403, "ExpiredToken", "The security token included in the request is expired"));

        assertThatThrownBy(() -> world.issue("deploy"))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("ExpiredToken");
        world.aws().log().clear();

        assertThat(world.works(world.issue("deploy"))).isTrue();
        assertThat(world.aws().log().of(ASSUMED)).hasSize(1);
    }

    @Test
    void theTokenIsInNoMessage() {
        root(byToken());
        world.pass(Duration.ofHours(2));
        tokenText = "aaaa.bbbbbbbb.cccccccc";
        world.aws()
                .faults()
                .on(ASSUMED)
                .fail(new AwsError(400, "InvalidIdentityToken", "bad token aaaa.bbbbbbbb.cccccccc"));

        assertThatThrownBy(() -> world.issue("deploy"))
                .hasMessageContaining("InvalidIdentityToken: bad token ***")
                .hasMessageNotContaining("bbbb")
                .hasNoCause();
        tokenText = "no-token-at-all";
        assertThatThrownBy(() -> world.issue("deploy"))
                .hasMessageContaining("gave no JSON Web Token")
                .hasMessageNotContaining("at-all");
    }

    @Test
    void aTokenInAFileIsReadAnewWhenOneIsNeeded() throws IOException {
        Path file = folder.resolve("token");
        Files.writeString(file, world.aws().identityToken(AUDIENCE, Duration.ofMinutes(10)) + "\n");
        root(byFile(file));
        assertThat(world.works(world.issue("deploy"))).isTrue();
        world.pass(Duration.ofHours(2));

        assertThatThrownBy(() -> world.issue("deploy")).hasMessageContaining("ExpiredTokenException");
        Files.writeString(file, world.aws().identityToken(AUDIENCE, Duration.ofMinutes(10)));
        assertThat(world.comes(() -> issues("deploy"))).isTrue();

        Files.delete(file);
        world.pass(Duration.ofHours(2));
        assertThatThrownBy(() -> world.issue("deploy"))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("identity_token_file " + file + " is no file");
        assertThat(tokens).isEmpty();
    }

    /** Whoever may write config/root could have it sent to an endpoint of theirs. */
    @ParameterizedTest
    @ValueSource(strings = {"", "root:x:0:0:root:/root:/bin/sh", "a.b", "two.lines.here\nand.so.on"})
    void aFileWithSomethingElseIsNotSent(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), content);
        world.aws().log().clear();

        assertThatThrownBy(() -> root(byFile(file)))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("identity_token_file " + file + " gave no JSON Web Token")
                .hasMessageNotContaining("root:x");
        assertThat(world.aws().log().requests()).isEmpty();
        assertThatThrownBy(() -> root(byFile(folder)))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("is no file");
    }

    @Test
    void withoutATokenTheKeyAssumesTheRole() {
        root(Map.of("role_arn", BROKER.arn()));
        world.aws().log().clear();

        assertThat(world.works(world.issue("deploy"))).isTrue();

        List<LoggedRequest> assumed = world.aws().log().of("AssumeRole");
        assertThat(assumed).hasSize(2);
        assertThat(assumed.get(0).parameters())
                .containsEntry("RoleArn", BROKER.arn())
                .containsEntry("RoleSessionName", "leasehold-aws");
        assertThat(assumed.get(0).accessKeyId()).isEqualTo(world.aws().admin().accessKeyId());
        assertThat(assumed.get(1).accessKeyId()).startsWith("ASIA");
    }

    @Test
    void theNextEndpointOfStsIsAskedForTheSession() throws IOException {
        Map<String, Object> fields = byToken();
        fields.put("sts_endpoint", "http://127.0.0.1:" + closedPort());
        fields.put("sts_fallback_endpoints", world.aws().url().toString());
        fields.put("sts_fallback_regions", "eu-west-1");
        root(fields);

        assertThat(world.works(world.issue("deploy"))).isTrue();
        assertThat(tokens).hasSize(2);
    }

    private static int closedPort() throws IOException {
        try (java.net.ServerSocket socket =
                new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void fieldsThatContradictEachOtherAreRefused() {
        refused(
                Map.of("role_arn", BROKER.arn(), "identity_token_audience", AUDIENCE),
                "identity_token_audience: takes");
        refused(Map.of("role_arn", BROKER.arn(), "identity_token_file", "/token"), "identity_token_file: takes");
        Map<String, Object> noRole = byToken();
        noRole.remove("role_arn");
        refused(noRole, "role_arn: is required with identity_token_audience");
        refused(with("identity_token_file", "/token"), "exclude each other");
        refused(with("identity_token_ttl", "30s"), "identity_token_ttl: must be a minute to a day");
        refused(with("identity_token_ttl", "25h"), "identity_token_ttl: must be a minute to a day");
        refused(with("role_arn", "arn:aws:iam::123456789012:user/Broker"), "role_arn: is no ARN of a role");
        refused(Map.of("identity_token_ttl", "1h"), "identity_token_ttl: has no effect");
        refused(byFile(Path.of("relative/token")), "identity_token_file: is no absolute path");
        assertThat(tokens).isEmpty();
    }

    private Map<String, Object> with(String field, String value) {
        Map<String, Object> fields = byToken();
        fields.put(field, value);
        return fields;
    }

    private void refused(Map<String, ?> fields, String words) {
        assertThatThrownBy(() -> root(fields))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(words);
    }

    @Test
    void rolesThatASessionCannotIssueAreRefusedWhenWritten() {
        root(byToken());

        for (String type : List.of("federation_token", "session_token")) {
            AwsRole.Builder role = AwsRole.builder().credentialType(type);
            assertThatThrownBy(() -> world.role(
                            "ci",
                            type.startsWith("f") ? role.policyArns("arn:aws:iam::aws:policy/ReadOnlyAccess") : role))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("credential_type: " + type + " is for the key of a user alone")
                    .hasMessageContaining("role_arn");
        }
        assertThatThrownBy(() -> world.role("long", deploy().defaultStsTtl(Duration.ofHours(2))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("default_sts_ttl: is over 1h");
        Secret written = world.broker()
                .write("aws/roles/long", deploy().maxStsTtl(Duration.ofHours(4)).build());
        assertThat(written.warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning).contains("max_sts_ttl: sessions last 1h"));
        assertThat(world.broker().write("aws/roles/short", deploy().build()).warnings())
                .isEmpty();
    }

    @Test
    void rolesThatAreOlderThanTheRootCredentialAreRefusedOrCut() {
        world.role("ci", AwsRole.builder().credentialType("session_token"));
        world.role("long", deploy().defaultStsTtl(Duration.ofHours(2)));
        assertThat(world.works(world.issue("ci"))).isTrue();
        root(byToken());
        world.aws().log().clear();

        assertThatThrownBy(() -> world.issue("ci"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("role ci: credential_type session_token is for the key of a user alone");
        assertThat(world.aws().log().requests()).isEmpty();
        Secret cut = world.issue("long");
        assertThat(cut.lease().orElseThrow().duration()).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
        assertThat(cut.warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning).contains("7200s was cut to 3600s", "itself a session"));

        // Back to a key, all is as it was.
        root(Map.of(
                "access_key",
                world.aws().admin().accessKeyId(),
                "secret_key",
                world.aws().admin().secretAccessKey(),
                "role_arn",
                "",
                "identity_token_audience",
                ""));
        assertThat(world.works(world.issue("ci"))).isTrue();
        assertThat(world.issue("long").lease().orElseThrow().duration())
                .isBetween(Duration.ofMinutes(119), Duration.ofHours(2));
    }
}
