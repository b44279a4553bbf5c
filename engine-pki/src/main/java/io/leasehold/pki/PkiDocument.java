package io.leasehold.pki;

import io.leasehold.spi.binding.Field;

/**
 * A document that clients fetch as it is: a certificate, a chain, a list of revoked certificates. What serves it over HTTP sends
 * {@code body}, decoded first when {@code base64} says so, under {@code contentType}; an empty body is "204 No Content".
 * Nothing in it is secret.
 *
 * @param contentType its media type, such as {@code application/pkix-cert}
 * @param body the document as text, or in base64
 * @param base64 whether {@code body} is in base64 (RFC 4648, section 4), as documents in DER are
 */
public record PkiDocument(
        @Field("Its media type.") String contentType,
        @Field("The document, as text or in base64.") String body,
        @Field("Whether the body is in base64.") boolean base64) {

    /** A certificate in DER (RFC 2585, section 4.1). */
    public static final String CERTIFICATE = "application/pkix-cert";

    /** Certificates in PEM (RFC 8555, section 9.1). */
    public static final String CHAIN = "application/pem-certificate-chain";
}
