package io.leasehold.aws.internal.client;

import io.leasehold.aws.internal.client.RootSettings.StsEndpoint;
import io.leasehold.aws.internal.failure.FailureWords;
import io.leasehold.aws.internal.provider.RefusalReporter;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.IamClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;

/**
 * Makes clients. What they have in common (connections, the thread that ends requests at their limit, the default chain of
 * credentials) belongs to the factory, so that a client is light and may be closed while others work. Thread-safe.
 */
public final class ClientFactory implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** For a request that nobody limits; with limits, the shorter one holds. */
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final SdkHttpClient http = UrlConnectionHttpClient.builder()
            .connectionTimeout(CONNECT)
            .socketTimeout(ANSWER)
            .build();
    private final ScheduledExecutorService timeouts;
    private final RootSessions sessions;
    private final DefaultCredentialsProvider chain =
            DefaultCredentialsProvider.builder().build();

    /**
     * A factory.
     *
     * @param mount the mount, for the names of its thread and of its sessions
     * @param time what the life of sessions is measured by
     * @param tokens identity tokens for them
     */
    public ClientFactory(String mount, TimeSource time, IdentityTokenSource tokens) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "leasehold-aws-timeouts-" + mount);
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        this.timeouts = executor;
        this.sessions = new RootSessions(mount, time, tokens);
    }

    /**
     * Makes clients.
     *
     * @param settings how AWS is reached
     * @return the clients, to be closed by the caller
     */
    public AwsClients open(RootSettings settings) {
        AwsCredentialsProvider own = settings.key()
                .map(key -> (AwsCredentialsProvider) StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(key.id(), key.secret().reveal())))
                .orElse(this::ofChain);
        Optional<StsClients> assuming = settings.role()
                .map(role -> role.token().isPresent() ? AnonymousCredentialsProvider.create() : own)
                .map(signing -> sts(settings, signing, attempts(settings)));
        Optional<RootSession> session =
                assuming.map(clients -> sessions.of(settings.role().orElseThrow(), clients));
        AwsCredentialsProvider credentials =
                session.map(each -> (AwsCredentialsProvider) each).orElse(own);
        return clients(settings, credentials, assuming);
    }

    /**
     * Makes clients with another credential than that of the settings.
     *
     * @param settings how AWS is reached
     * @param session the credential
     * @return the clients, to be closed by the caller
     */
    public AwsClients open(RootSettings settings, AwsSessionCredentials session) {
        return clients(settings, StaticCredentialsProvider.create(session), Optional.empty());
    }

    private static int attempts(RootSettings settings) {
        return settings.retries().map(retries -> retries + 1).orElse(0);
    }

    private AwsClients clients(
            RootSettings settings, AwsCredentialsProvider credentials, Optional<StsClients> assuming) {
        int attempts = attempts(settings);
        return new AwsClients(
                iam(settings, credentials, attempts),
                iam(settings, credentials, 1),
                sts(settings, credentials, attempts),
                assuming);
    }

    /** Not the chain itself, which a client that is closed would close. */
    private AwsCredentials ofChain() {
        try {
            return chain.resolveCredentials();
        } catch (SdkException failure) {
            throw new NoRootCredentialException(new TargetUnavailableException(
                    "the default credentials chain: " + FailureWords.ofOther(failure), false, null));
        }
    }

    /**
     * Makes a client of STS for a credential that was just made.
     *
     * @param settings how AWS is reached
     * @param key the credential
     * @return a client that sends each request once, to be closed by the caller
     */
    public StsClient probe(RootSettings settings, RootSettings.Key key) {
        AwsCredentialsProvider credentials = StaticCredentialsProvider.create(
                AwsBasicCredentials.create(key.id(), key.secret().reveal()));
        return endpoints(settings, credentials, 1).get(0);
    }

    private IamClient iam(RootSettings settings, AwsCredentialsProvider credentials, int attempts) {
        IamClientBuilder builder = IamClient.builder()
                .httpClient(http)
                .credentialsProvider(credentials)
                .region(global(settings.region()))
                .overrideConfiguration(overrides(credentials, attempts));
        settings.iamEndpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private StsClients sts(RootSettings settings, AwsCredentialsProvider credentials, int attempts) {
        return new StsClients(endpoints(settings, credentials, attempts));
    }

    private List<StsClient> endpoints(RootSettings settings, AwsCredentialsProvider credentials, int attempts) {
        if (settings.stsEndpoints().isEmpty()) {
            return List.of(sts(credentials, attempts, settings.region()).build());
        }
        return settings.stsEndpoints().stream()
                .map(endpoint -> at(endpoint, credentials, attempts))
                .toList();
    }

    private StsClient at(StsEndpoint endpoint, AwsCredentialsProvider credentials, int attempts) {
        return sts(credentials, attempts, endpoint.region())
                .endpointOverride(endpoint.uri())
                .build();
    }

    private StsClientBuilder sts(AwsCredentialsProvider credentials, int attempts, String region) {
        return StsClient.builder()
                .httpClient(http)
                .credentialsProvider(credentials)
                .region(Region.of(region))
                .overrideConfiguration(overrides(credentials, attempts));
    }

    private ClientOverrideConfiguration overrides(AwsCredentialsProvider credentials, int attempts) {
        ClientOverrideConfiguration.Builder overrides = ClientOverrideConfiguration.builder()
                .scheduledExecutorService(timeouts)
                .apiCallTimeout(ANSWER);
        if (credentials instanceof RootSession session) {
            overrides.addExecutionInterceptor(new RefusalReporter(session::refused));
        }
        if (attempts > 0) {
            overrides.retryStrategy(DefaultRetryStrategy.standardStrategyBuilder()
                    .maxAttempts(attempts)
                    .build());
        }
        return overrides.build();
    }

    /** IAM is one for all regions of a partition ("IAM endpoints", AWS General Reference). */
    static Region global(String region) {
        if (region.startsWith("cn-")) {
            return Region.AWS_CN_GLOBAL;
        }
        return region.startsWith("us-gov-") ? Region.AWS_US_GOV_GLOBAL : Region.AWS_GLOBAL;
    }

    @Override
    public void close() {
        timeouts.shutdownNow();
        chain.close();
        http.close();
    }
}
