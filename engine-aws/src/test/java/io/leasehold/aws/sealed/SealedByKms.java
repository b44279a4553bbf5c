package io.leasehold.aws.sealed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.SecretBroker;
import io.leasehold.aws.KmsMasterKey;
import io.leasehold.error.StorageException;
import io.leasehold.error.StorageException.Reason;
import io.leasehold.key.MasterKey;
import io.leasehold.store.jdbc.JdbcStorage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a broker with a durable store and a master key in KMS does, wherever KMS is. */
abstract class SealedByKms {

    @TempDir
    Path folder;

    /** Makes a key, and returns its ARN. */
    abstract String newKey();

    /** A master key, for the caller to close. */
    abstract KmsMasterKey master(String name);

    @Test
    void aStoreIsOpenedAgainWithTheSameKey() {
        String key = newKey();
        try (KmsMasterKey master = master(key)) {
            use(SealedByKms::fill, master);
        }
        try (KmsMasterKey again = master(key)) {
            use(SealedByKms::check, again);
        }
    }

    @Test
    void anotherKeyDoesNotOpenIt() {
        try (KmsMasterKey master = master(newKey());
                KmsMasterKey other = master(newKey())) {
            use(SealedByKms::fill, master);

            assertThatThrownBy(() -> use(SealedByKms::check, other))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_KEY))
                    .hasMessageContaining(master.id())
                    .hasMessageContaining(other.id());
            use(SealedByKms::check, master);
        }
    }

    /** From a key in memory to one in KMS, to another one there, and back. */
    @Test
    void theMasterKeyIsReplaced() {
        MasterKey inMemory = MasterKey.fromFileOrCreate(folder.resolve("master.key"));
        try (KmsMasterKey first = master(newKey());
                KmsMasterKey second = master(newKey())) {
            use(SealedByKms::fill, inMemory);
            for (MasterKey[] step : new MasterKey[][] {{inMemory, first}, {first, second}, {second, inMemory}}) {
                use(broker -> broker.write("sys/rewrap"), step[1], step[0]);
                use(SealedByKms::check, step[1]);
                assertThatThrownBy(() -> use(SealedByKms::check, step[0]))
                        .isInstanceOfSatisfying(
                                StorageException.class,
                                e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_KEY));
            }
        }
    }

    @Test
    void aDataKeyIsRotatedAndUnwrappedAtTheNextStart() {
        try (KmsMasterKey master = master(newKey())) {
            use(SealedByKms::fill, master);
            use(broker -> broker.write("sys/rotate"), master);
            use(SealedByKms::check, master);
        }
    }

    final SecretBroker open(MasterKey... masters) {
        return SecretBroker.builder()
                .name("billing")
                .storage(JdbcStorage.sqlite(folder.resolve("leases.db")))
                .masterKey(masters[0], Arrays.copyOfRange(masters, 1, masters.length))
                .build();
    }

    final void use(Consumer<SecretBroker> work, MasterKey... masters) {
        try (SecretBroker broker = open(masters)) {
            work.accept(broker);
        }
    }

    static void fill(SecretBroker broker) {
        broker.mounts().enable("aws", "aws");
        broker.write("aws/config/lease", Map.of("lease", "1h", "lease_max", "24h"));
    }

    static void check(SecretBroker broker) {
        assertThat(broker.read("aws/config/lease").data()).containsEntry("lease", 3600L);
    }
}
