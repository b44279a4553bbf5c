package io.leasehold.aws.standin;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** The SDK's clients, without retries, for the caller to close. */
public final class StandInClients {

    private StandInClients() {}

    public static IamClient iam(URI url, AwsCredentials credentials) {
        return built(IamClient.builder().region(Region.AWS_GLOBAL), url, credentials);
    }

    public static StsClient sts(URI url, AwsCredentials credentials) {
        return built(StsClient.builder().region(Region.EU_CENTRAL_1), url, credentials);
    }

    public static AwsBasicCredentials credentials(AccessKey key) {
        return AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
    }

    public static AwsSessionCredentials credentials(Credentials session) {
        return AwsSessionCredentials.create(session.accessKeyId(), session.secretAccessKey(), session.sessionToken());
    }

    private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C built(
            B builder, URI url, AwsCredentials credentials) {
        return builder.endpointOverride(url)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(Duration.ofSeconds(20)))
                .overrideConfiguration(each -> each.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }
}
