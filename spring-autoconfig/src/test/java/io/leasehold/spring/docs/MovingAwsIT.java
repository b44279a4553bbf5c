package io.leasehold.spring.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.spring.LeaseholdAutoConfiguration;
import io.leasehold.spring.aws.LeaseholdAwsAutoConfiguration;
import io.leasehold.spring.declaration.DeclarationAutoConfiguration;
import io.leasehold.testkit.server.MotoKey;
import io.leasehold.testkit.server.MotoServer;
import io.leasehold.testkit.server.SharedServers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

/** The properties for AWS of {@code docs/moving-from-spring-cloud-vault.md}, on moto. */
class MovingAwsIT {

    private final MotoServer moto = SharedServers.moto();

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        moto.stopAuthenticating();
        moto.reset();
    }

    @Test
    void whatIsDeclaredMakesAUserAndASession() {
        MotoKey root = moto.authenticate();
        String config = "leasehold.mounts.aws.config.root.";
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        LeaseholdAutoConfiguration.class,
                        DeclarationAutoConfiguration.class,
                        LeaseholdAwsAutoConfiguration.class))
                .withInitializer(new ConfigDataApplicationContextInitializer())
                .withPropertyValues(
                        "spring.config.location=classpath:/docs/moving-aws.yaml",
                        "leasehold.store.path=" + folder.resolve("leases.db"),
                        "AWS_ROOT_ACCESS_KEY=" + root.accessKeyId(),
                        "AWS_ROOT_SECRET_KEY=" + root.secretAccessKey(),
                        config + "iam-endpoint=" + moto.url(),
                        config + "sts-endpoint=" + moto.url(),
                        config + "sts-region=us-east-1",
                        config + "propagation-checks=1")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(caller(context.getBean(AwsCredentialsProvider.class)))
                            .contains(":user/");
                    AwsCredentialsProvider reports =
                            context.getBean("reportsAwsCredentialsProvider", AwsCredentialsProvider.class);
                    assertThat(reports.resolveCredentials()).isInstanceOf(AwsSessionCredentials.class);
                    assertThat(caller(reports)).contains(":assumed-role/Reports/");
                });
    }

    private String caller(AwsCredentialsProvider provider) {
        try (StsClient sts = StsClient.builder()
                .credentialsProvider(provider)
                .endpointOverride(moto.url())
                .region(Region.US_EAST_1)
                .build()) {
            return sts.getCallerIdentity().arn();
        }
    }
}
