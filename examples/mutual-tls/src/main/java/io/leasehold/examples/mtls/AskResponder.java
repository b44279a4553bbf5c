package io.leasehold.examples.mtls;

import io.leasehold.pki.tls.PeerCheck;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/**
 * Refuses peers whose certificate was revoked: asks the responder that the certificate names. This waits for the responder in
 * every full handshake, which is fine for an example; a service with much traffic looks into a list that it fetches now and
 * then.
 */
final class AskResponder implements PeerCheck {

    @Override
    public void check(X509Certificate[] chain) throws CertificateException {
        try {
            CertPathValidator validator = CertPathValidator.getInstance("PKIX");
            PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
            checker.setOptions(
                    Set.of(PKIXRevocationChecker.Option.ONLY_END_ENTITY, PKIXRevocationChecker.Option.NO_FALLBACK));
            // The chain was found good already; what is asked is the issuer's word about its own certificate.
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(chain[1], null)));
            parameters.addCertPathChecker(checker);
            validator.validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(chain[0])), parameters);
        } catch (GeneralSecurityException e) {
            throw new CertificateException(
                    "the certificate of " + chain[0].getSubjectX500Principal() + " is not good: " + e.getMessage(), e);
        }
    }
}
