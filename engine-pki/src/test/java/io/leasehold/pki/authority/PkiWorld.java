package io.leasehold.pki.authority;

import io.leasehold.MountOptions;
import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.spi.storage.Storage;
import io.leasehold.storage.InMemoryStorage;
import io.leasehold.testkit.time.ManualScheduler;
import io.leasehold.testkit.time.SettableTime;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A broker in memory with the mounts {@code pki} and {@code pki_int}, and a hand-driven time. */
final class PkiWorld implements AutoCloseable {

    static final Duration TEN_YEARS = Duration.ofDays(3650);
    static final Duration FIVE_YEARS = Duration.ofDays(1825);

    final SettableTime time = SettableTime.automatic();
    final InMemoryStorage store = new InMemoryStorage(time);
    final SecretBroker broker;
    private final List<SecretBroker> others = new ArrayList<>();

    PkiWorld() {
        broker = start(store);
        broker.mounts()
                .enable(
                        "pki",
                        "pki",
                        MountOptions.builder().maxLeaseTtl(TEN_YEARS).build());
        broker.mounts()
                .enable(
                        "pki_int",
                        "pki",
                        MountOptions.builder().maxLeaseTtl(FIVE_YEARS).build());
    }

    private SecretBroker start(Storage storage) {
        return SecretBroker.builder()
                .name("authorities")
                .sharedStorage(storage)
                .timeSource(time)
                .scheduler(new ManualScheduler(time))
                .build();
    }

    /** Another process on the same store. */
    SecretBroker another() {
        SecretBroker other = start(store);
        others.add(other);
        return other;
    }

    Secret write(String path, Object... fields) {
        return broker.write(path, fields(fields));
    }

    static Map<String, Object> fields(Object... pairs) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put((String) pairs[i], pairs[i + 1]);
        }
        return fields;
    }

    /** An EC root at {@code pki}. */
    Secret root(String name, Object... more) {
        Map<String, Object> fields = fields("common_name", name + " Root", "key_type", "ec");
        fields.putAll(fields(more));
        if (!fields.containsKey("not_after")) {
            fields.putIfAbsent("ttl", "8760h");
        }
        return broker.write("pki/root/generate/internal", fields);
    }

    /** An intermediate at {@code pki_int}, signed by the default issuer of {@code pki}. Returns its issuer's id. */
    String intermediate(String name, Object... more) {
        String csr = text(
                write(
                        "pki_int/intermediate/generate/internal",
                        "common_name",
                        name,
                        "key_type",
                        "ec",
                        "issuer_name",
                        name),
                "csr");
        Map<String, Object> fields = fields("csr", csr, "format", "pem_bundle", "ttl", "4380h");
        fields.putAll(fields(more));
        String bundle = text(broker.write("pki/root/sign-intermediate", fields), "certificate");
        write("pki_int/intermediate/set-signed", "certificate", bundle);
        return text(broker.read("pki_int/issuer/" + name), "issuer_id");
    }

    static String text(Secret secret, String field) {
        return String.valueOf(secret.data().get(field));
    }

    static List<X509Certificate> certificates(String pem) {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("not certificates:\n" + pem, e);
        }
    }

    static X509Certificate certificate(String pem) {
        List<X509Certificate> all = certificates(pem);
        if (all.size() != 1) {
            throw new AssertionError(all.size() + " certificates");
        }
        return all.get(0);
    }

    /** Checks that each was signed by the next one, and the last one by itself. */
    static void verifyToRoot(List<X509Certificate> chain) {
        for (int i = 0; i < chain.size(); i++) {
            try {
                chain.get(i).verify(chain.get(Math.min(i + 1, chain.size() - 1)).getPublicKey());
            } catch (GeneralSecurityException e) {
                throw new AssertionError("link " + i + " of " + chain.size(), e);
            }
        }
    }

    @Override
    public void close() {
        others.forEach(SecretBroker::close);
        broker.close();
    }
}
