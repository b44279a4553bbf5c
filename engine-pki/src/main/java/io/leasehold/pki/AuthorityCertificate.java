package io.leasehold.pki;

import io.leasehold.spi.binding.Field;
import java.util.List;

/**
 * The certificate of an authority: what {@code issuer/REF/json}, {@code cert/ca} and {@code cert/ca_chain} answer. Nothing in it is
 * secret.
 *
 * @param certificate the certificate in PEM; of {@code cert/ca_chain} the whole chain
 * @param caChain the certificate and those above it, in PEM
 * @param issuerId the UUID of the issuer
 * @param issuerName its name, empty for none
 * @param revocationTime when it was revoked, in seconds since 1970; 0 when it was not
 * @param revocationTimeRfc3339 the same as text; empty when it was not
 */
public record AuthorityCertificate(
        @Field("The certificate.") String certificate,
        @Field("The certificate and those above it.") List<String> caChain,
        @Field("The UUID of the issuer.") String issuerId,
        @Field("Its name.") String issuerName,

        @Field("When it was revoked, in seconds since 1970.")
        long revocationTime,

        @Field("When it was revoked, as text.") String revocationTimeRfc3339) {}
