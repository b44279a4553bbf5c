package io.leasehold.pki.internal.ca;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.internal.x509.Certificate;
import io.leasehold.pki.internal.x509.Pem;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How an answer is written. */
enum Format {
    /** PEM, without a line break at the end. */
    PEM,
    /** DER in base64. */
    DER,
    /** All that there is, key first, in PEM. */
    PEM_BUNDLE;

    static Format of(@Nullable String text) {
        return switch (text == null ? "" : text) {
            case "", "pem" -> PEM;
            case "der" -> DER;
            case "pem_bundle" -> PEM_BUNDLE;
            default ->
                throw new InvalidRequestException("format", "'" + text + "' is none: give pem, der or pem_bundle");
        };
    }

    String of(Pem.Block block) {
        return this == DER ? base64(block.content()) : block.text();
    }

    String of(Certificate certificate) {
        return this == DER ? base64(certificate.der()) : certificate.pem();
    }

    List<String> of(List<Certificate> chain) {
        return chain.stream().map(this::of).toList();
    }

    static String bundle(List<Certificate> chain) {
        return chain.stream().map(Certificate::pem).collect(Collectors.joining("\n"));
    }

    private static String base64(byte[] der) {
        return Base64.getEncoder().encodeToString(der);
    }
}
