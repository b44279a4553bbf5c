package io.leasehold.aws.sealed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.aws.KmsMasterKey;
import io.leasehold.error.StorageException;
import io.leasehold.error.StorageException.Reason;
import io.leasehold.testkit.server.MotoServer;
import io.leasehold.testkit.server.SharedServers;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/** On moto, which authenticates the encryption context, and neither heeds disabled keys nor tells another key as AWS does. */
class SealedByKmsOnMotoIT extends SealedByKms {

    private static final StaticCredentialsProvider ANYBODY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "anything"));

    private final MotoServer moto = SharedServers.moto();

    @Override
    String newKey() {
        try (KmsClient client = client()) {
            return client.createKey(request -> request.keyUsage(KeyUsageType.ENCRYPT_DECRYPT))
                    .keyMetadata()
                    .arn();
        }
    }

    @Override
    KmsMasterKey master(String name) {
        KmsMasterKey.Builder builder =
                KmsMasterKey.builder().key(name).endpoint(moto.url()).credentials(ANYBODY);
        return (name.startsWith("arn:") ? builder : builder.region("eu-central-1")).build();
    }

    @Test
    void motoTellsContextsApart() {
        try (KmsMasterKey master = master(newKey())) {
            byte[] wrapped = master.wrap(new byte[32], new byte[] {1});

            assertThat(master.unwrap(wrapped, new byte[] {1})).isEqualTo(new byte[32]);
            assertThatThrownBy(() -> master.unwrap(wrapped, new byte[] {2}))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_KEY));
        }
    }

    @Test
    void anAliasIsResolved() {
        String key = newKey();
        String alias = "alias/leasehold-" + key.substring(key.length() - 12);
        try (KmsClient client = client()) {
            client.createAlias(request -> request.aliasName(alias).targetKeyId(key));
        }
        try (KmsMasterKey byArn = master(key);
                KmsMasterKey byAlias = master(alias)) {
            use(SealedByKms::fill, byArn);
            use(SealedByKms::check, byAlias);
        }
    }

    private KmsClient client() {
        return KmsClient.builder()
                .region(Region.EU_CENTRAL_1)
                .endpointOverride(moto.url())
                .credentialsProvider(ANYBODY)
                .build();
    }
}
