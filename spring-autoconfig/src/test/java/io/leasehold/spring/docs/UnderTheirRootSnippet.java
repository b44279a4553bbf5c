package io.leasehold.spring.docs;

import io.leasehold.MountOptions;
import io.leasehold.SecretBroker;
import io.leasehold.pki.IntermediateRequest;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

/** An authority of Leasehold's below one of a Vault. */
final class UnderTheirRootSnippet {

    private UnderTheirRootSnippet() {}

    static void make(SecretBroker broker, UnaryOperator<String> signedByVault) {
        // tag::snippet[]
        MountOptions fiveYears =
                MountOptions.builder().maxLeaseTtl(Duration.ofDays(1825)).build();
        broker.mounts().enable("pki", "pki", fiveYears);
        IntermediateRequest request = broker.write(
                        "pki/intermediate/generate/internal",
                        Map.of("common_name", "Orders Intermediate", "key_type", "ec", "key_bits", 256))
                .as(IntermediateRequest.class);
        // vault write -field=certificate pki/root/sign-intermediate csr=@FILE format=pem_bundle ttl=43800h
        String signed = signedByVault.apply(request.csr());
        broker.write("pki/intermediate/set-signed", Map.of("certificate", signed));
        // end::snippet[]
    }
}
