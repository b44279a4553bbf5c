package io.leasehold.pki.internal.x509;

import io.leasehold.error.InvalidRequestException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How an answer is written: the field {@code format}. */
public enum Format {
    /** PEM, without a line break at the end. */
    PEM,
    /** DER in base64. */
    DER,
    /** All that there is, key first, in PEM, in the field of the certificate. */
    PEM_BUNDLE;

    /**
     * Reads the field.
     *
     * @param text {@code pem}, {@code der} or {@code pem_bundle}; empty or null for {@code pem}
     * @return the format
     * @throws InvalidRequestException when it is something else
     */
    public static Format of(@Nullable String text) {
        return switch (text == null ? "" : text) {
            case "", "pem" -> PEM;
            case "der" -> DER;
            case "pem_bundle" -> PEM_BUNDLE;
            default -> throw new InvalidRequestException("format", "is none: give pem, der or pem_bundle");
        };
    }

    /**
     * Writes a block.
     *
     * @param block the block
     * @return its text
     */
    public String of(Pem.Block block) {
        return this == DER ? base64(block.content()) : block.text();
    }

    /**
     * Writes a certificate.
     *
     * @param certificate the certificate
     * @return its text
     */
    public String of(Certificate certificate) {
        return this == DER ? base64(certificate.der()) : certificate.pem();
    }

    /**
     * Writes certificates.
     *
     * @param chain the certificates
     * @return their texts
     */
    public List<String> of(List<Certificate> chain) {
        return chain.stream().map(this::of).toList();
    }

    /**
     * Writes certificates as one text.
     *
     * @param chain the certificates
     * @return them in PEM, a line break between each two
     */
    public static String bundle(List<Certificate> chain) {
        return chain.stream().map(Certificate::pem).collect(Collectors.joining("\n"));
    }

    private static String base64(byte[] der) {
        return Base64.getEncoder().encodeToString(der);
    }
}
