package io.leasehold.spring.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ResourceLoader;

/** Certificates that a property holds, or names the file of. */
final class TrustedPem {

    private static final String BEGIN = "-----BEGIN";

    private TrustedPem() {}

    static String read(String property, String value, ResourceLoader resources) {
        if (value.contains(BEGIN)) {
            return value;
        }
        try {
            return resources.getResource(value).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw CertificateRequest.wrong(
                    property, value, "is neither PEM nor the location of a file that can be read: " + e.getMessage());
        }
    }
}
