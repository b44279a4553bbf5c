package io.leasehold.aws.internal.kms;

import io.leasehold.error.InvalidRequestException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.KmsClientBuilder;

/** A client of KMS, and what ends with it. Thread-safe. */
public final class KmsConnection implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final int IDLE_SECONDS = 10;

    /** Attempts that one call has time for. */
    static final int ATTEMPTS = 3;

    private final KmsClient client;
    private final List<Runnable> ends;

    private KmsConnection(KmsClient client, List<Runnable> ends) {
        this.client = client;
        this.ends = ends;
    }

    /**
     * A client of somebody else, who closes it.
     *
     * @param client the client
     * @return the connection
     */
    public static KmsConnection shared(KmsClient client) {
        return new KmsConnection(client, List.of());
    }

    /**
     * A client of its own.
     *
     * @param region its region
     * @param endpoint its endpoint; that of the region when null
     * @param credentials its credentials, which are not closed; the default chain when null
     * @param timeout how long nothing may come at most
     * @return the connection
     */
    public static KmsConnection own(
            String region, @Nullable URI endpoint, @Nullable AwsCredentialsProvider credentials, Duration timeout) {
        // Started for each call that has a limit, and gone when there was none for a while: nothing is left of who
        // forgets to close.
        ScheduledThreadPoolExecutor timeouts = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "leasehold-aws-kms-timeouts");
            thread.setDaemon(true);
            return thread;
        });
        timeouts.setRemoveOnCancelPolicy(true);
        timeouts.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timeouts.allowCoreThreadTimeOut(true);
        DefaultCredentialsProvider chain = DefaultCredentialsProvider.builder().build();
        AwsCredentialsProvider used = credentials == null ? chain : credentials;
        SdkHttpClient http = UrlConnectionHttpClient.builder()
                .connectionTimeout(timeout.compareTo(CONNECT) < 0 ? timeout : CONNECT)
                .socketTimeout(timeout)
                .build();
        KmsClientBuilder builder = KmsClient.builder()
                .region(Region.of(region))
                .httpClient(http)
                // Not the provider itself, which a client that is closed would close.
                .credentialsProvider(() -> used.resolveCredentials())
                .overrideConfiguration(overrides -> overrides
                        .scheduledExecutorService(timeouts)
                        .retryStrategy(DefaultRetryStrategy.standardStrategyBuilder()
                                .maxAttempts(ATTEMPTS)
                                .build()));
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        KmsClient client = builder.build();
        return new KmsConnection(client, List.of(client::close, timeouts::shutdownNow, chain::close, http::close));
    }

    /**
     * The region of a client of its own.
     *
     * @param name the key
     * @param given what the builder was told, or null
     * @param environment the variables of the environment
     * @return the region
     * @throws InvalidRequestException when there is none, or another than the key's
     */
    public static String region(KmsKeyName name, @Nullable String given, Map<String, String> environment) {
        Optional<String> known = name.region();
        if (given != null && !given.isEmpty()) {
            if (known.isPresent() && !known.get().equals(given)) {
                throw new InvalidRequestException(
                        "region", "is not the key's, which is in " + known.get() + ": leave it out");
            }
            return given;
        }
        if (known.isPresent()) {
            return known.get();
        }
        for (String variable : List.of("AWS_REGION", "AWS_DEFAULT_REGION")) {
            String value = environment.get(variable);
            if (value != null && !value.isEmpty()) {
                return value;
            }
        }
        throw new InvalidRequestException(
                "region", "is required: give it, or the ARN of the key, or set AWS_REGION in the environment");
    }

    KmsClient client() {
        return client;
    }

    @Override
    public void close() {
        ends.forEach(Runnable::run);
    }
}
