package io.leasehold.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leasehold.SecretBroker;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.NotFoundException;
import io.leasehold.pki.internal.x509.Certificate;
import io.leasehold.spi.storage.LeaseStore;
import io.leasehold.spi.storage.Storage;
import io.leasehold.storage.InMemoryStorage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Another process changes a role or an issuer after a certificate with a lease was decided on, and before its lease is stored. */
class ChangedBasisTest {

    private static final Map<String, Object> ROLE = Map.of(
            "allowed_domains", "example.com", "allow_subdomains", true, "key_type", "ec", "generate_lease", true);

    private final Storage store = new InMemoryStorage();
    private final AtomicReference<Runnable> meanwhile = new AtomicReference<>();
    private final AtomicInteger inserts = new AtomicInteger();
    private final SecretBroker broker =
            SecretBroker.builder().name("one").sharedStorage(watched()).build();
    private final SecretBroker other =
            SecretBroker.builder().name("two").sharedStorage(store).build();

    private Storage watched() {
        return proxy(Storage.class, store);
    }

    private <T> T proxy(Class<T> type, Object target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().equals("leases")) {
                        return proxy(LeaseStore.class, store.leases());
                    }
                    if (method.getName().equals("insert")) {
                        inserts.incrementAndGet();
                        Runnable change = meanwhile.getAndSet(null);
                        if (change != null) {
                            change.run();
                        }
                    }
                    try {
                        return method.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    @BeforeEach
    void authority() {
        broker.mounts().enable("pki", "pki");
        broker.write(
                "pki/root/generate/internal",
                Map.of("common_name", "First", "issuer_name", "first", "key_type", "ec", "ttl", "700h"));
        broker.write("pki/roles/web", ROLE);
    }

    @AfterEach
    void stop() {
        other.close();
        broker.close();
        store.close();
    }

    private void role(String field, Object value) {
        Map<String, Object> changed = new java.util.HashMap<>(ROLE);
        changed.put(field, value);
        other.write("pki/roles/web", changed);
    }

    private Certificate issue() {
        IssuedCertificate issued = broker.write("pki/issue/web", Map.of("common_name", "a.example.com", "ttl", "100h"))
                .as(IssuedCertificate.class);
        return Certificate.readAll("certificate", issued.certificate()).get(0);
    }

    /** The certificate of the authority is kept as well. */
    private void assertNothingWasIssued() {
        assertThat(broker.list("pki/certs")).hasSize(1);
        assertThat(broker.leases().count("pki/")).isZero();
    }

    @Test
    void aNameThatTheRoleDoesNotAllowAnyMoreIsRefused() {
        issue();
        broker.leases().revokePrefix("pki/");
        List<String> before = broker.list("pki/certs");
        meanwhile.set(() -> role("allowed_domains", "example.org"));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(this::issue)
                .withMessageContaining("not allowed by this role");
        assertThat(broker.list("pki/certs")).isEqualTo(before);
        assertThat(broker.leases().count("pki/")).isZero();
    }

    @Test
    void aRoleThatIsGoneIssuesNothing() {
        meanwhile.set(() -> other.delete("pki/roles/web"));
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(this::issue)
                .withMessageContaining("unknown role");
        assertNothingWasIssued();
    }

    @Test
    void aCertificateIsAsShortAsTheRoleSaysNow() {
        meanwhile.set(() -> role("max_ttl", "2h"));
        assertThat(issue().notAfter()).isBefore(Instant.now().plus(Duration.ofHours(3)));
        assertThat(inserts).hasValue(2);
        assertThat(broker.leases().count("pki/")).isEqualTo(1);
    }

    @Test
    void signingVerbatimFollowsItsRoleToo() {
        String csr = String.valueOf(other.write(
                        "pki/intermediate/generate/internal", Map.of("common_name", "a.example.com", "key_type", "ec"))
                .data()
                .get("csr"));
        meanwhile.set(() -> role("max_ttl", "2h"));
        IssuedCertificate issued = broker.write("pki/sign-verbatim/web", Map.of("csr", csr, "ttl", "100h"))
                .as(IssuedCertificate.class);
        assertThat(Instant.ofEpochSecond(issued.expiration()))
                .isBefore(Instant.now().plus(Duration.ofHours(3)));
        assertThat(inserts).hasValue(2);
    }

    @Test
    void anIssuerThatWasRevokedMeanwhileSignsNothing() {
        meanwhile.set(() -> other.write("pki/issuer/first/revoke"));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(this::issue)
                .withMessageContaining("revoked");
        assertNothingWasIssued();
    }

    @Test
    void theIssuerThatIsTheDefaultNowSigns() {
        meanwhile.set(() -> {
            other.write(
                    "pki/root/generate/internal",
                    Map.of("common_name", "Second", "issuer_name", "second", "key_type", "ec", "ttl", "700h"));
            other.write("pki/config/issuers", Map.of("default", "second"));
        });
        assertThat(issue().issuer().toString()).contains("Second");
    }

    @Test
    void whatDidNotChangeIsPlannedOnce() {
        issue();
        assertThat(inserts).hasValue(1);
    }
}
