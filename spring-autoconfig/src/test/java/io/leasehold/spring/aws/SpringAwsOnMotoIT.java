package io.leasehold.spring.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.leasehold.SecretBroker;
import io.leasehold.aws.AwsRole;
import io.leasehold.aws.AwsRoot;
import io.leasehold.aws.RotatingAwsCredentials;
import io.leasehold.testkit.server.MotoKey;
import io.leasehold.testkit.server.MotoServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

/** A client of the SDK that is given the provider bean, on users that the real engine makes. */
class SpringAwsOnMotoIT {

    private final MotoServer moto = MotoServer.start();

    @AfterEach
    void stop() {
        moto.close();
    }

    private SecretBroker broker() {
        MotoKey root = moto.authenticate();
        SecretBroker broker = SecretBroker.builder().name("billing").build();
        broker.mounts().enable("aws", "aws");
        broker.write(
                "aws/config/root",
                AwsRoot.builder()
                        .key(root.accessKeyId(), root.secretAccessKey())
                        .region("us-east-1")
                        .iamEndpoint(moto.url().toString())
                        .stsEndpoint(moto.url().toString())
                        .propagationChecks(1)
                        .build());
        broker.write(
                "aws/roles/app",
                AwsRole.builder()
                        .credentialType("iam_user")
                        .policyArns("arn:aws:iam::aws:policy/ReadOnlyAccess")
                        .build());
        return broker;
    }

    @Test
    void aClientGoesOnOverARotationAndItsUserGoesWithTheContext() {
        AwsCredentialsProvider[] last = new AwsCredentialsProvider[1];
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(LeaseholdAwsAutoConfiguration.class))
                .withBean(SecretBroker.class, this::broker)
                .withPropertyValues(
                        "leasehold.aws.path=aws/creds/app",
                        "leasehold.aws.drain=30s",
                        "leasehold.aws.refresh-interval=1ms")
                .run(context -> {
                    AwsCredentialsProvider provider = context.getBean(AwsCredentialsProvider.class);
                    RotatingAwsCredentials credentials = context.getBean(RotatingAwsCredentials.class);
                    try (StsClient sts = client(provider)) {
                        String first = sts.getCallerIdentity().arn();
                        assertThat(first).contains(":user/");

                        assertThat(credentials.refresh()).isTrue();
                        await().until(() -> credentials.status().rotations() == 1);

                        assertThat(sts.getCallerIdentity().arn())
                                .contains(":user/")
                                .isNotEqualTo(first);
                    }
                    last[0] = StaticCredentialsProvider.create(provider.resolveCredentials());
                });
        try (StsClient sts = client(last[0])) {
            assertThatThrownBy(sts::getCallerIdentity).isInstanceOf(StsException.class);
        }
    }

    private StsClient client(AwsCredentialsProvider provider) {
        return StsClient.builder()
                .credentialsProvider(provider)
                .endpointOverride(moto.url())
                .region(Region.US_EAST_1)
                .overrideConfiguration(client -> client.apiCallTimeout(Duration.ofSeconds(20)))
                .build();
    }
}
