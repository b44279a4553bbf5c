package io.leasehold.spring.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.SecretBroker;
import io.leasehold.pki.IssuedCertificate;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs the snippet on authorities of {@code docs/moving-from-spring-cloud-vault.md}; another broker stands for the Vault. */
class MovingSnippetsTest {

    @Test
    void certificatesOfTheNewAuthorityAreTrustedByThoseWhoTrustTheOldRoot() {
        try (SecretBroker vault = SecretBroker.builder().name("vault").build();
                SecretBroker broker = SecretBroker.builder().name("shop").build()) {
            vault.mounts().enable("pki", "pki");
            vault.write("pki/root/generate/internal", Map.of("common_name", "Their Root", "ttl", "720h"));
            UnderTheirRootSnippet.make(broker, csr -> (String)
                    vault.write("pki/root/sign-intermediate", Map.of("csr", csr, "format", "pem_bundle", "ttl", "700h"))
                            .data()
                            .get("certificate"));
            broker.write("pki/roles/web", Map.of("allowed_domains", "example.com", "allow_subdomains", true));

            IssuedCertificate issued = broker.write(
                            "pki/issue/web", Map.of("common_name", "www.example.com", "ttl", "1h"))
                    .as(IssuedCertificate.class);

            assertThat(issued.caChain()).hasSize(2).last().asString().isEqualToIgnoringWhitespace((String)
                    vault.read("pki/cert/ca").data().get("certificate"));
        }
    }
}
