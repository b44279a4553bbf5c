package io.leasehold.aws;

import io.leasehold.SecretBroker;
import java.time.Duration;
import software.amazon.awssdk.services.sts.StsClient;

/** The snippet of the page on rotating AWS credentials; a test of the examples compares it. */
final class RotatingAwsSnippet {

    private RotatingAwsSnippet() {}

    static String whoami(SecretBroker broker) {
        // tag::snippet[]
        try (RotatingAwsCredentials credentials = RotatingAwsCredentials.builder()
                        .broker(broker)
                        .path("aws/creds/deploy")
                        .build();
                StsClient sts = StsClient.builder()
                        .credentialsProvider(credentials.provider())
                        .overrideConfiguration(client -> client.apiCallTimeout(Duration.ofMinutes(2))
                                .addExecutionInterceptor(credentials.refusalReporter()))
                        .build()) {
            return sts.getCallerIdentity().arn();
        }
        // end::snippet[]
    }
}
