package io.leasehold.database.internal.credential;

import io.leasehold.error.InvalidRequestException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/**
 * A certificate that a client shows to a server. Immutable.
 *
 * @param certificate the certificate
 */
public record ClientCertificate(X509Certificate certificate) {

    /** How far the clocks of the lease store, the server and the client may be apart without harm. */
    public static final Duration SKEW = Duration.ofMinutes(1);

    private static final String LIBRARY = "org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils";
    private static final String COORDINATES = "org.bouncycastle:bcpkix-jdk18on:1.86";

    /**
     * Makes sure that certificates can be made.
     *
     * @throws InvalidRequestException naming the dependency that is missing
     */
    public static void requireLibrary() {
        try {
            Class.forName(LIBRARY, false, ClientCertificate.class.getClassLoader());
        } catch (ClassNotFoundException missing) {
            throw new InvalidRequestException(
                    "credential_type",
                    "client_certificate needs Bouncy Castle, which is missing: add the dependency " + COORDINATES);
        }
    }

    /**
     * Signs a certificate, valid from {@link #SKEW} before now until {@link #SKEW} after its end, as far as its authority is.
     *
     * @param rules who signs, and how
     * @param commonName its subject
     * @param key its public key
     * @param now the time
     * @param end when what it belongs to ends
     * @param random the source of its serial number
     * @return the certificate
     * @throws InvalidRequestException when the authority ends earlier
     */
    public static ClientCertificate sign(
            CertificateRules rules, String commonName, PublicKey key, Instant now, Instant end, SecureRandom random) {
        Authority authority = rules.authority();
        authority.requireValid(now, end);
        Instant latest = authority.certificate().getNotAfter().toInstant();
        Instant notAfter = end.plus(SKEW).isAfter(latest) ? latest : end.plus(SKEW);
        return new ClientCertificate(new CertificateSigner(authority, rules.signature(), random)
                .sign(commonName, key, now.minus(SKEW), notAfter));
    }

    /**
     * Whom it is for.
     *
     * @return the subject's distinguished name as text (RFC 4514)
     */
    public String subject() {
        return DistinguishedNames.text(certificate.getSubjectX500Principal());
    }

    /**
     * Who signed it.
     *
     * @return the issuer's distinguished name as text (RFC 4514)
     */
    public String issuer() {
        return DistinguishedNames.text(certificate.getIssuerX500Principal());
    }

    @Override
    public String toString() {
        return "ClientCertificate[" + subject() + "]";
    }
}
