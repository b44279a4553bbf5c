package io.leasehold.aws;

import io.leasehold.RotatingSecret;
import io.leasehold.RotationStatus;
import io.leasehold.aws.internal.provider.CurrentCredentials;
import io.leasehold.aws.internal.provider.RefusalReporter;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * AWS credentials that rotate under live clients. This is what the application owns and closes; its {@link #provider()} is
 * what clients of the SDK are given:
 *
 * <pre>{@code
 * try (RotatingAwsCredentials credentials = RotatingAwsCredentials.builder()
 *                 .broker(broker)
 *                 .path("aws/creds/deploy")
 *                 .build();
 *         S3Client s3 = S3Client.builder().credentialsProvider(credentials.provider()).build()) {
 *     ...
 * }
 * }</pre>
 *
 * <p>Close the clients first, then this, then the broker. A broker that is closed earlier takes the credentials back too.
 *
 * <p>A fresh credential is used by every call that begins after it has come. A user that it replaces is kept for the calls
 * under way (see {@link RotatingAwsCredentialsBuilder#drain}); a session needs nothing, since AWS honours it to its end. While
 * AWS does not answer, the last good credential is served until it ends. {@code docs/rotating-aws-credentials.md} has the
 * details. Thread-safe.
 */
public final class RotatingAwsCredentials implements AutoCloseable {

    private final RotatingSecret secret;
    private final boolean ownsSecret;
    private final CurrentCredentials current;
    private final RotatingAwsCredentialsProvider provider;
    private final ExecutionInterceptor reporter;

    RotatingAwsCredentials(RotatingSecret secret, boolean ownsSecret, CurrentCredentials current) {
        this.secret = secret;
        this.ownsSecret = ownsSecret;
        this.current = current;
        this.provider = new RotatingAwsCredentialsProvider(current);
        this.reporter = new RefusalReporter(current::reportRefused);
    }

    /**
     * Starts a configuration.
     *
     * @return a builder; not thread-safe
     */
    public static RotatingAwsCredentialsBuilder builder() {
        return new RotatingAwsCredentialsBuilder();
    }

    /**
     * What clients are given.
     *
     * @return the provider, always the same one, for any number of clients
     */
    public RotatingAwsCredentialsProvider provider() {
        return provider;
    }

    /**
     * Reports keys that AWS refuses, for clients that should recover from a user that was deleted by hand or a session that
     * was cut short: {@code overrideConfiguration(c -> c.addExecutionInterceptor(credentials.refusalReporter()))}. The call
     * that was refused fails as before; those after it get a fresh credential. It reacts to {@code InvalidClientTokenId},
     * {@code UnrecognizedClientException}, {@code InvalidAccessKeyId}, {@code InvalidToken}, {@code ExpiredToken} and
     * {@code ExpiredTokenException} on requests signed with the current key.
     *
     * @return the interceptor, always the same one, for any number of clients
     */
    public ExecutionInterceptor refusalReporter() {
        return reporter;
    }

    /**
     * Says that AWS refused credentials, for errors that the {@link #refusalReporter()} does not see. One fresh credential is
     * fetched in the background, however many report the same.
     *
     * @param refused what the provider gave
     * @return whether a fresh one was asked for. It is not when the credentials were replaced already or are closed, and
     *     within the {@link RotatingAwsCredentialsBuilder#refreshInterval} after they came (AWS may not know a new key
     *     everywhere yet) or after another report or refresh.
     */
    public boolean reportRefused(AwsCredentialsIdentity refused) {
        return current.reportRefused(refused.accessKeyId());
    }

    /**
     * Replaces the credentials now, in the background. The present ones are served until the fresh ones are there.
     *
     * @return whether that was asked for; false within the {@link RotatingAwsCredentialsBuilder#refreshInterval} after
     *     another refresh or report, and when closed
     */
    public boolean refresh() {
        return current.refresh();
    }

    /**
     * How they are doing.
     *
     * @return a snapshot; its parts are read one after the other
     */
    public AwsCredentialsStatus status() {
        RotationStatus status = secret.status();
        return new AwsCredentialsStatus(
                status.path(),
                current.accessKeyId(),
                status.lease(),
                status.generation(),
                current.servedFor(),
                status.draining(),
                status.failures(),
                status.lastError(),
                current.isClosed());
    }

    /**
     * Takes the credentials back: the provider refuses from now on, and the users, the current one and those kept, are
     * removed by the broker. A secret that was given stays open, and so does its current lease. What
     * cannot be removed now stays queued with the broker. May be called repeatedly.
     */
    @Override
    public void close() {
        current.close();
        if (ownsSecret) {
            secret.close();
        }
    }

    @Override
    public String toString() {
        return "RotatingAwsCredentials[" + current + "]";
    }
}
