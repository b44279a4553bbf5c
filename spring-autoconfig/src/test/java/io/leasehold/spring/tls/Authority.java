package io.leasehold.spring.tls;

import io.leasehold.SecretBroker;
import java.util.Map;

/** Brokers with a PKI of a root and of an intermediate that signs for localhost. */
final class Authority {

    private Authority() {}

    /** In a running application, properties declare this. */
    static SecretBroker broker() {
        SecretBroker broker = SecretBroker.builder().name("tls").build();
        broker.mounts().enable("pki", "pki");
        broker.mounts().enable("pki_int", "pki");
        broker.write(
                "pki/root/generate/internal",
                Map.of("common_name", "Root", "key_type", "ec", "key_bits", 256, "ttl", "720h"));
        Object request = broker.write(
                        "pki_int/intermediate/generate/internal",
                        Map.of("common_name", "Intermediate", "key_type", "ec", "key_bits", 256))
                .data()
                .get("csr");
        Object signed = broker.write(
                        "pki/root/sign-intermediate", Map.of("csr", request, "format", "pem_bundle", "ttl", "360h"))
                .data()
                .get("certificate");
        broker.write("pki_int/intermediate/set-signed", Map.of("certificate", signed));
        broker.write(
                "pki_int/roles/web-servers",
                Map.of(
                        "allowed_domains",
                        "internal.example.com",
                        "allow_subdomains",
                        true,
                        "allow_localhost",
                        true,
                        "allow_ip_sans",
                        true,
                        "key_type",
                        "ec",
                        "key_bits",
                        256,
                        "max_ttl",
                        "72h"));
        return broker;
    }
}
