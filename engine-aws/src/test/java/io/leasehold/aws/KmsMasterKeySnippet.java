package io.leasehold.aws;

import io.leasehold.SecretBroker;
import io.leasehold.store.jdbc.JdbcStorage;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The snippet of the section on a master key in KMS; a test of the examples compares it. */
final class KmsMasterKeySnippet {

    private KmsMasterKeySnippet() {}

    static void run(Path file, Consumer<SecretBroker> application) {
        // tag::snippet[]
        String key = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
        try (KmsMasterKey master = KmsMasterKey.builder().key(key).build();
                SecretBroker broker = SecretBroker.builder()
                        .name("billing")
                        .storage(JdbcStorage.sqlite(file))
                        .masterKey(master)
                        .build()) {
            application.accept(broker);
        }
        // end::snippet[]
    }
}
