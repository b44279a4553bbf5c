package io.leasehold.aws;

import io.leasehold.aws.internal.provider.CurrentCredentials;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;

/**
 * What clients of the SDK are given, synchronous and asynchronous ones, any number of them:
 *
 * <pre>{@code
 * S3Client.builder().credentialsProvider(credentials.provider()).build()
 * }</pre>
 *
 * <p>Resolving is a volatile read and a comparison with the clock. It takes no lock, waits for nothing, and allocates
 * nothing; fresh credentials are fetched in the background. Thread-safe.
 *
 * <p>It is not {@link AutoCloseable}, on purpose: a client that is closed closes its provider with it, and would take the
 * credentials from the others. {@link RotatingAwsCredentials} is what is closed.
 */
public final class RotatingAwsCredentialsProvider implements AwsCredentialsProvider {

    private final CurrentCredentials current;

    RotatingAwsCredentialsProvider(CurrentCredentials current) {
        this.current = current;
    }

    /**
     * The credentials for a call that begins now. The SDK asks once per call and uses them for all attempts of it.
     *
     * @return those of a session, with their expiration, or of a user
     * @throws software.amazon.awssdk.core.exception.SdkClientException when the last ones have ended and no fresh ones could
     *     be had, with the reason as its cause; or the {@link RotatingAwsCredentials} are closed
     */
    @Override
    public AwsCredentials resolveCredentials() {
        return current.credentials();
    }

    /**
     * As {@link #resolveCredentials()}; never blocks.
     *
     * @param request ignored
     * @return a future that is done, with the credentials or the exception; the same one until they change
     */
    @Override
    public CompletableFuture<AwsCredentialsIdentity> resolveIdentity(ResolveIdentityRequest request) {
        return current.identity();
    }

    /**
     * As {@link #resolveCredentials()}; never blocks.
     *
     * @param request ignored
     * @return a future that is done, with the credentials or the exception; the same one until they change
     */
    @Override
    public CompletableFuture<AwsCredentialsIdentity> resolveIdentity(Consumer<ResolveIdentityRequest.Builder> request) {
        return current.identity();
    }

    /**
     * As {@link #resolveCredentials()}; never blocks.
     *
     * @return a future that is done, with the credentials or the exception; the same one until they change
     */
    @Override
    public CompletableFuture<AwsCredentialsIdentity> resolveIdentity() {
        return current.identity();
    }

    @Override
    public String toString() {
        return "RotatingAwsCredentialsProvider[" + current + "]";
    }
}
