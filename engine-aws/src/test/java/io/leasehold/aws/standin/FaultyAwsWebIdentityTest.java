package io.leasehold.aws.standin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;

class FaultyAwsWebIdentityTest extends StandInTest {

    private static final StandInRole ROLE = new StandInRole("Broker");
    private final StsClient nobody = StsClient.builder()
            .region(Region.EU_CENTRAL_1)
            .endpointOverride(aws.url())
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .build();

    FaultyAwsWebIdentityTest() {
        aws.addRole(ROLE);
        aws.trustWebIdentity(ROLE.arn(), "sts.amazonaws.com");
    }

    @Test
    void aTokenIsEnoughForARoleThatTrustsIt() {
        AssumeRoleWithWebIdentityResponse session =
                assume(ROLE, aws.identityToken("sts.amazonaws.com", Duration.ofMinutes(5)), 900);

        assertThat(callerOf(StandInClients.credentials(session.credentials()))).endsWith("assumed-role/Broker/test");
        assertThat(aws.log().of("AssumeRoleWithWebIdentity").get(0).accessKeyId())
                .isEmpty();
    }

    @Test
    void tokensRolesAndDurationsAreChecked() {
        String token = aws.identityToken("sts.amazonaws.com", Duration.ofMinutes(5));
        refused(400, "InvalidIdentityToken", () -> assume(ROLE, token + "x", 900));
        refused(
                400,
                "InvalidIdentityToken",
                () -> assume(ROLE, aws.identityToken("other", Duration.ofMinutes(5)), 900));
        refused(403, "AccessDenied", () -> assume(new StandInRole("Other"), token, 900));
        refused(400, "ValidationError", () -> assume(ROLE, token, 899));
        refused(400, "ValidationError", () -> assume(ROLE, token, 7200));
        time.advance(Duration.ofMinutes(5));
        refused(400, "ExpiredTokenException", () -> assume(ROLE, token, 900));
        refused(403, "MissingAuthenticationToken", nobody::getCallerIdentity);
    }

    private AssumeRoleWithWebIdentityResponse assume(StandInRole role, String token, int seconds) {
        return nobody.assumeRoleWithWebIdentity(request -> request.roleArn(role.arn())
                .roleSessionName("test")
                .webIdentityToken(token)
                .durationSeconds(seconds));
    }
}
