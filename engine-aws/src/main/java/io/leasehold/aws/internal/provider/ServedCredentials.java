package io.leasehold.aws.internal.provider;

import io.leasehold.Secret;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * What clients are served until it ends, made once so that serving allocates nothing. Immutable.
 *
 * @param secret where they are from
 * @param credentials for callers that wait
 * @param identity the same, done already, for callers that do not
 * @param since when they were first served, by the monotonic clock in nanoseconds
 * @param until from when they must not be served, unless their lease was renewed; by the same clock
 */
record ServedCredentials(
        Secret secret,
        AwsCredentials credentials,
        CompletableFuture<AwsCredentialsIdentity> identity,
        long since,
        long until) {

    static ServedCredentials of(Secret secret, AwsCredentials credentials, long since, long until) {
        return new ServedCredentials(secret, credentials, CompletableFuture.completedFuture(credentials), since, until);
    }

    ServedCredentials until(long later) {
        return new ServedCredentials(secret, credentials, identity, since, later);
    }

    boolean isServedAt(long now) {
        return now - until < 0;
    }

    @Override
    public String toString() {
        return "ServedCredentials[" + credentials.accessKeyId() + "]";
    }
}
