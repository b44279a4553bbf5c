package io.leasehold.database.internal.credential;

import io.leasehold.database.internal.tls.KeyFit;
import io.leasehold.database.internal.tls.PemText;
import io.leasehold.error.InvalidRequestException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.EdECKey;
import java.time.Instant;
import java.util.List;

/**
 * A certificate authority that signs. Its text form shows no key.
 *
 * @param certificate its certificate
 * @param key its key
 */
public record Authority(X509Certificate certificate, PrivateKey key) {

    private static final String CERTIFICATE = ConfigFields.path("ca_cert");
    private static final String KEY = ConfigFields.path(CredentialRules.CA_PRIVATE_KEY);

    /** The bit {@code keyCertSign} (RFC 5280, section 4.2.1.3). */
    private static final int SIGNS_CERTIFICATES = 5;

    static Authority read(String certificate, String key) {
        List<X509Certificate> certificates = PemText.certificates(CERTIFICATE, certificate);
        if (certificates.size() > 1) {
            throw new InvalidRequestException(
                    CERTIFICATE, "holds " + certificates.size() + " certificates: give that of the signer alone");
        }
        X509Certificate own = certificates.get(0);
        if (own.getBasicConstraints() < 0) {
            throw new InvalidRequestException(
                    CERTIFICATE, "is no authority's: its basicConstraints must say CA:TRUE (RFC 5280, 4.2.1.9)");
        }
        boolean[] usage = own.getKeyUsage();
        if (usage != null && !usage[SIGNS_CERTIFICATES]) {
            throw new InvalidRequestException(
                    CERTIFICATE, "must not sign certificates: its keyUsage lacks keyCertSign");
        }
        PrivateKey signing = PemText.key(KEY, key);
        if (!KeyFit.fit(own.getPublicKey(), signing)) {
            throw new InvalidRequestException(KEY, "does not belong to the certificate in ca_cert: give the key of it");
        }
        return new Authority(own, signing);
    }

    /**
     * Makes sure that the authority is valid over a time.
     *
     * @param from its beginning
     * @param to its end
     * @throws InvalidRequestException saying when the certificate begins or ends
     */
    public void requireValid(Instant from, Instant to) {
        Instant begin = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        if (begin.isAfter(from)) {
            throw new InvalidRequestException(
                    CERTIFICATE, "is not valid before " + begin + ": give one that is by now");
        }
        if (!end.isAfter(from)) {
            throw new InvalidRequestException(CERTIFICATE, "has expired at " + end + ": give one that is valid");
        }
        if (end.isBefore(to)) {
            throw new InvalidRequestException(
                    CERTIFICATE,
                    "ends at " + end + ", and a credential would have to last until " + to
                            + ": give one that lasts longer, or shorten max_ttl");
        }
    }

    /** The curve of a key of EdDSA, which is also the name of its signatures. */
    String edwardsCurve() {
        return ((EdECKey) key).getParams().getName();
    }

    @Override
    public String toString() {
        return "Authority[" + certificate.getSubjectX500Principal() + "]";
    }
}
