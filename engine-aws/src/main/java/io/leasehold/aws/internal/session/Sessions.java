package io.leasehold.aws.internal.session;

import io.leasehold.aws.internal.client.AwsClients;
import io.leasehold.aws.internal.client.AwsErrors;
import io.leasehold.aws.internal.client.SessionLife;
import io.leasehold.secret.SecretText;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.GetFederationTokenResponse;
import software.amazon.awssdk.services.sts.model.GetSessionTokenResponse;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;
import software.amazon.awssdk.services.sts.model.Tag;

/** Asks AWS STS for sessions. Nothing that is asked for has to be removed: AWS ends it. Stateless. */
public final class Sessions {

    private Sessions() {}

    /**
     * Asks for a session.
     *
     * @param clients the root credential's
     * @param session what to ask for
     * @param left how long it may take
     * @return the session
     */
    public static Session open(AwsClients clients, NewSession session, Supplier<Duration> left) {
        return switch (session.rules().type()) {
            case ASSUMED_ROLE -> assume(clients, session, SessionPolicy.of(clients, session.rules(), left), left);
            case FEDERATION_TOKEN -> federate(clients, session, SessionPolicy.of(clients, session.rules(), left), left);
            case SESSION_TOKEN -> own(clients, session, left);
            case IAM_USER -> throw new IllegalArgumentException("a user is no session");
        };
    }

    private static Session assume(
            AwsClients clients, NewSession session, SessionPolicy policy, Supplier<Duration> left) {
        AssumeRoleResponse response = ask(
                "AssumeRole",
                () -> clients.sts(sts -> sts.assumeRole(request -> {
                    request.roleArn(session.roleArn())
                            .roleSessionName(session.name())
                            .durationSeconds(seconds(session))
                            .overrideConfiguration(limit(left));
                    policy.document().ifPresent(document -> request.policy(document.text()));
                    if (!policy.arns().isEmpty()) {
                        request.policyArns(arns(policy));
                    }
                    if (!session.rules().externalId().isEmpty()) {
                        request.externalId(session.rules().externalId());
                    }
                    if (!session.rules().sessionTags().isEmpty()) {
                        request.tags(session.rules().sessionTags().entrySet().stream()
                                .map(tag -> Tag.builder()
                                        .key(tag.getKey())
                                        .value(tag.getValue())
                                        .build())
                                .toList());
                    }
                })));
        return session(
                response.credentials(),
                response.assumedRoleUser().arn(),
                response.sdkHttpResponse(),
                session.duration());
    }

    private static Session federate(
            AwsClients clients, NewSession session, SessionPolicy policy, Supplier<Duration> left) {
        GetFederationTokenResponse response = ask(
                "GetFederationToken",
                () -> clients.sts(sts -> sts.getFederationToken(request -> {
                    request.name(session.name())
                            .durationSeconds(seconds(session))
                            .overrideConfiguration(limit(left));
                    policy.document().ifPresent(document -> request.policy(document.text()));
                    if (!policy.arns().isEmpty()) {
                        request.policyArns(arns(policy));
                    }
                })));
        return session(
                response.credentials(), response.federatedUser().arn(), response.sdkHttpResponse(), session.duration());
    }

    private static Session own(AwsClients clients, NewSession session, Supplier<Duration> left) {
        GetSessionTokenResponse response = ask(
                "GetSessionToken",
                () -> clients.sts(sts -> sts.getSessionToken(request -> {
                    request.durationSeconds(seconds(session)).overrideConfiguration(limit(left));
                    if (!session.mfaCode().isEmpty()) {
                        request.serialNumber(session.rules().mfaSerial()).tokenCode(session.mfaCode());
                    }
                })));
        return session(response.credentials(), null, response.sdkHttpResponse(), session.duration());
    }

    private static <T> T ask(String action, Supplier<T> request) {
        try {
            return request.get();
        } catch (SdkException failure) {
            throw AwsErrors.of(action, false, failure);
        }
    }

    private static Session session(
            Credentials credentials, @Nullable String arn, SdkHttpResponse response, Duration asked) {
        return new Session(
                credentials.accessKeyId(),
                SecretText.of(credentials.secretAccessKey()),
                SecretText.of(credentials.sessionToken()),
                arn,
                SessionLife.of(credentials.expiration(), response, asked));
    }

    private static int seconds(NewSession session) {
        return Math.toIntExact(session.duration().toSeconds());
    }

    private static List<PolicyDescriptorType> arns(SessionPolicy policy) {
        return policy.arns().stream()
                .map(arn -> PolicyDescriptorType.builder().arn(arn).build())
                .toList();
    }

    private static Consumer<AwsRequestOverrideConfiguration.Builder> limit(Supplier<Duration> left) {
        return overrides -> overrides.apiCallTimeout(left.get());
    }
}
