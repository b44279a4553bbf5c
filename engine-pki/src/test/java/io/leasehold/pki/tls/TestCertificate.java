package io.leasehold.pki.tls;

import io.leasehold.Lease;
import io.leasehold.Secret;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an issue answered: a certificate, its key, and the chain above it, the issuing CA first and the root last. */
record TestCertificate(X509Certificate certificate, PrivateKey key, List<X509Certificate> chain) {

    Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("certificate", Pem.of(certificate));
        data.put("issuing_ca", Pem.of(chain.get(0)));
        data.put("ca_chain", chain.stream().map(Pem::of).toList());
        data.put("private_key", Pem.traditional(key));
        data.put("private_key_type", key.getAlgorithm().toLowerCase(java.util.Locale.ROOT));
        data.put("expiration", certificate.getNotAfter().toInstant().getEpochSecond());
        return data;
    }

    Secret secret() {
        return secretOf(data());
    }

    Secret with(String field, Object value) {
        Map<String, Object> data = data();
        data.put(field, value);
        return secretOf(data);
    }

    Secret without(String field) {
        Map<String, Object> data = data();
        data.remove(field);
        return secretOf(data);
    }

    static Secret secretOf(Map<String, Object> data) {
        return secretOf(data, null);
    }

    static Secret secretOf(Map<String, Object> data, @Nullable Lease lease) {
        return Secret.of(data, Set.of("certificate"), lease, List.of());
    }
}
