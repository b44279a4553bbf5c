package io.leasehold.aws;

import io.leasehold.SecretBroker;
import java.time.Duration;

/** The snippet of the section on static roles; a test of the examples compares it. */
final class StaticRoleSnippet {

    private StaticRoleSnippet() {}

    static RotatingAwsCredentials follow(SecretBroker broker) {
        // tag::snippet[]
        AwsStaticRole role = AwsStaticRole.builder()
                .username("legacy-app")
                .rotationPeriod(Duration.ofDays(1))
                .previousKeyGrace(Duration.ofHours(2))
                .build();
        broker.write("aws/static-roles/legacy-app", role);
        AwsStaticCredentials key = broker.read("aws/static-creds/legacy-app").as(AwsStaticCredentials.class);

        RotatingAwsCredentials credentials = RotatingAwsCredentials.builder()
                .broker(broker)
                .path("aws/static-creds/legacy-app")
                .build();
        // end::snippet[]
        if (!credentials.status().accessKeyId().equals(key.accessKey())) {
            throw new IllegalStateException("rotated in between");
        }
        return credentials;
    }
}
