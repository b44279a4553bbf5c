package io.leasehold.pki.internal.issue;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.internal.name.Shown;

/** How an answer is written. */
enum Format {
    /** PEM, without a line break at the end. */
    PEM,
    /** DER in base64. */
    DER,
    /** Key, certificate and chain in PEM, all in the field of the certificate. */
    PEM_BUNDLE;

    static Format of(String text) {
        return switch (text) {
            case "", "pem" -> PEM;
            case "der" -> DER;
            case "pem_bundle" -> PEM_BUNDLE;
            default ->
                throw new InvalidRequestException("format", Shown.quoted(text) + ": give pem, der or pem_bundle");
        };
    }
}
