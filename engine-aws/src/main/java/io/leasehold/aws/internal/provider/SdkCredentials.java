package io.leasehold.aws.internal.provider;

import io.leasehold.Lease;
import io.leasehold.Secret;
import io.leasehold.error.InvalidRequestException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** What the SDK calls what a broker answered. Pure functions. */
final class SdkCredentials {

    /** By what name the SDK's logs and user agents know where credentials come from. */
    static final String PROVIDER_NAME = "Leasehold";

    private SdkCredentials() {}

    /**
     * Makes credentials of a secret. Those of a session say when they end; the SDK has no place for that in a user's.
     *
     * @param secret what {@code creds/}, {@code sts/} or {@code static-creds/} answered
     * @param path where, for the error
     * @return the credentials
     * @throws InvalidRequestException when the secret holds no access key
     */
    static AwsCredentials of(Secret secret, String path) {
        Map<String, Object> data = secret.data();
        String id = text(data, "access_key");
        String key = text(data, "secret_key");
        if (id == null || key == null) {
            throw new InvalidRequestException(
                    "path", "must answer access_key and secret_key, as aws/creds/NAME does; " + path + " does not");
        }
        String token = token(secret);
        return token == null
                ? AwsBasicCredentials.builder()
                        .accessKeyId(id)
                        .secretAccessKey(key)
                        .providerName(PROVIDER_NAME)
                        .build()
                : AwsSessionCredentials.builder()
                        .accessKeyId(id)
                        .secretAccessKey(key)
                        .sessionToken(token)
                        .expirationTime(secret.lease().map(Lease::expiresAt).orElse(null))
                        .providerName(PROVIDER_NAME)
                        .build();
    }

    /** Whether they are of a session, which AWS ends, and not of a user, which the lease ends. */
    static boolean areOfSession(Secret secret) {
        return token(secret) != null;
    }

    private static @Nullable String token(Secret secret) {
        String token = text(secret.data(), "session_token");
        return token == null ? text(secret.data(), "security_token") : token;
    }

    private static @Nullable String text(Map<String, Object> data, String name) {
        return data.get(name) instanceof String text && !text.isEmpty() ? text : null;
    }
}
