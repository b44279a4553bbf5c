package io.leasehold.pki.authority;

import static io.leasehold.pki.authority.PkiWorld.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leasehold.SecretBroker;
import io.leasehold.error.StorageException;
import io.leasehold.pki.internal.issue.FailingStorage;
import io.leasehold.spi.storage.Storage;
import io.leasehold.storage.InMemoryStorage;
import io.leasehold.testkit.time.ManualScheduler;
import io.leasehold.testkit.time.SettableTime;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A store that fails costs a request, and never an authority its key. */
class UnsureStoreTest {

    private static final Map<String, Object> ROOT = Map.of("common_name", "A Root", "key_type", "ec");

    private final SettableTime time = SettableTime.automatic();
    private final InMemoryStorage store = new InMemoryStorage(time);
    private final FailingStorage failing = new FailingStorage();

    private SecretBroker start(Storage storage) {
        return SecretBroker.builder()
                .name("authorities")
                .sharedStorage(storage)
                .timeSource(time)
                .scheduler(new ManualScheduler(time))
                .build();
    }

    private static void assertSigns(SecretBroker broker) {
        String csr = text(
                broker.write("pki/intermediate/generate/internal", Map.of("common_name", "I", "key_type", "ec")),
                "csr");
        assertThat(text(broker.write("pki/root/sign-intermediate", Map.of("csr", csr, "ttl", "1h")), "certificate"))
                .startsWith("-----BEGIN CERTIFICATE-----");
    }

    @Test
    void aRootThatWasStoredWithoutAnAnswerHasItsKey() {
        try (SecretBroker broker = start(failing.storedThenLost(store))) {
            broker.mounts().enable("pki", "pki");
            broker.list("pki/issuers");
            failing.failOn("/authorities");
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> broker.write("pki/root/generate/internal", ROOT));
            failing.failOn("/nothing/");
            assertSigns(broker);
        }
    }

    @Test
    void aKeyThatCouldNotBeReadOnceIsReadTheNextTime() {
        try (SecretBroker first = start(store)) {
            first.mounts().enable("pki", "pki");
            first.write("pki/root/generate/internal", ROOT);
        }
        try (SecretBroker second = start(failing.over(store))) {
            failing.failReadsOn("/keys/");
            assertThatExceptionOfType(StorageException.class).isThrownBy(() -> second.read("pki/ca/pem"));
            failing.failReadsOn("/nothing/");
            assertSigns(second);
        }
    }
}
