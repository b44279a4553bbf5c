package io.leasehold.aws.internal.client;

import io.leasehold.aws.internal.client.RootRole.Token;
import io.leasehold.aws.internal.client.RootSession.Fresh;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.secret.SecretText;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;
import software.amazon.awssdk.services.sts.model.Credentials;

/** Assumes the role that is the root credential. Thread-safe. */
final class RootSessions {

    /** The longest that AWS gives to every role, and to a role that another one assumes. */
    private static final Duration LIFE = Duration.ofHours(1);

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final int LONGEST_NAME = 64;

    private final String name;
    private final TimeSource time;
    private final IdentityTokenSource tokens;

    /**
     * Sessions of a mount.
     *
     * @param mount the mount, by whose name CloudTrail shows the sessions
     * @param time what their life is measured by
     * @param tokens identity tokens
     */
    RootSessions(String mount, TimeSource time, IdentityTokenSource tokens) {
        String fit = "leasehold-" + mount.replaceAll("[^\\w+=,.@-]+", "-");
        this.name = fit.length() > LONGEST_NAME ? fit.substring(0, LONGEST_NAME) : fit;
        this.time = time;
        this.tokens = tokens;
    }

    /** The session of a role, asked for through clients that sign with what assumes it, or with nothing. */
    RootSession of(RootRole role, StsClients clients) {
        return new RootSession(
                role.arn(),
                () -> role.token()
                        .map(token -> byToken(role.arn(), token, clients))
                        .orElseGet(() -> bySignature(role.arn(), clients)),
                time);
    }

    private Fresh bySignature(String role, StsClients clients) {
        try {
            AssumeRoleResponse answer = clients.ask(sts -> sts.assumeRole(request -> request.roleArn(role)
                    .roleSessionName(name)
                    .durationSeconds((int) LIFE.toSeconds())
                    .overrideConfiguration(RootSessions::limit)));
            return fresh(answer.credentials(), answer.sdkHttpResponse());
        } catch (NoRootCredentialException none) {
            throw none.error(false);
        } catch (SdkException failure) {
            throw AwsErrors.of("AssumeRole of " + role, false, failure);
        }
    }

    private Fresh byToken(String role, Token source, StsClients clients) {
        try (SecretText token = tokens.token(source)) {
            String text = token.reveal();
            try {
                AssumeRoleWithWebIdentityResponse answer =
                        clients.ask(sts -> sts.assumeRoleWithWebIdentity(request -> request.roleArn(role)
                                .roleSessionName(name)
                                .webIdentityToken(text)
                                .durationSeconds((int) LIFE.toSeconds())
                                .overrideConfiguration(RootSessions::limit)));
                return fresh(answer.credentials(), answer.sdkHttpResponse());
            } catch (SdkException failure) {
                throw without(text, AwsErrors.of("AssumeRoleWithWebIdentity of " + role, false, failure));
            }
        }
    }

    /** AWS has no reason to quote the token; a proxy may. */
    private static TargetException without(String token, TargetException failure) {
        String said = String.valueOf(failure.getMessage());
        if (!said.contains(token)) {
            return failure;
        }
        String hidden = said.replace(token, "***");
        return failure instanceof TargetRefusedException
                ? new TargetRefusedException(hidden, false, null)
                : new TargetUnavailableException(hidden, false, null);
    }

    private static Fresh fresh(Credentials given, SdkHttpResponse response) {
        return new Fresh(
                AwsSessionCredentials.create(given.accessKeyId(), given.secretAccessKey(), given.sessionToken()),
                SessionLife.of(given.expiration(), response, LIFE));
    }

    private static void limit(AwsRequestOverrideConfiguration.Builder overrides) {
        overrides.apiCallTimeout(LIMIT);
    }
}
