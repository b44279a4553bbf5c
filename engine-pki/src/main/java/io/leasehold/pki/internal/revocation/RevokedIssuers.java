package io.leasehold.pki.internal.revocation;

import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.issuer.Issuer;
import io.leasehold.pki.internal.issuer.IssuerDirectory;
import io.leasehold.pki.internal.record.RevokedRecord;
import io.leasehold.pki.internal.x509.Certificate;
import io.leasehold.pki.internal.x509.Signatures;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Authorities of the mount that were revoked, from the view of who signed them: a parent lists them, and says so when asked;
 * nobody says it of himself. Thread-safe.
 */
public final class RevokedIssuers {

    private final IssuerDirectory issuers;
    private final Crypto crypto;

    /**
     * Creates the view.
     *
     * @param issuers the authorities
     * @param crypto verifies
     */
    public RevokedIssuers(IssuerDirectory issuers, Crypto crypto) {
        this.issuers = issuers;
        this.crypto = crypto;
    }

    /**
     * The revoked authorities that an authority signed.
     *
     * @param signer the authority
     * @return them, usually none
     */
    public List<Issuer> signedBy(Issuer signer) {
        return issuers.all().stream()
                .filter(issuer -> issuer.revokedAt().isPresent())
                .filter(issuer -> isSignedBy(issuer.certificate(), signer.certificate()))
                .toList();
    }

    /**
     * Whether a certificate was signed by an authority other than itself.
     *
     * @param certificate the certificate
     * @param signer the authority's certificate
     * @return whether it was
     */
    public boolean isSignedBy(Certificate certificate, Certificate signer) {
        return !certificate.key().equals(signer.key())
                && Certificate.sameName(certificate.issuer(), signer.subject())
                && Signatures.isSignedBy(certificate, signer.key(), crypto);
    }

    /**
     * The revocation of an authority, as a record.
     *
     * @param issuer the authority
     * @param parentId who signed it
     * @return the record, empty when it was not revoked
     */
    public static Optional<RevokedRecord> record(Issuer issuer, String parentId) {
        return issuer.revokedAt()
                .map(when -> new RevokedRecord(
                        parentId,
                        when.getEpochSecond(),
                        RevocationReason.UNSPECIFIED.code(),
                        issuer.certificate().notAfter().getEpochSecond(),
                        Base64.getEncoder().encodeToString(issuer.certificate().der())));
    }
}
