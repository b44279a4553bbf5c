package io.leasehold.pki.internal.tls;

import io.leasehold.error.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;

/** What an identity has to be before any peer sees it. */
final class IdentityRules {

    /** The smallest curve that the JDK's TLS knows. */
    private static final int SMALLEST_CURVE = 256;

    private static final byte[] PROBE = "leasehold".getBytes(StandardCharsets.US_ASCII);

    private IdentityRules() {}

    static void check(Identity identity, Instant now) {
        X509Certificate certificate = identity.certificate();
        for (X509Certificate each : identity.path()) {
            String which = each.equals(certificate) ? Identities.CERTIFICATE : Identities.CA_CHAIN;
            if (!now.isBefore(each.getNotAfter().toInstant())) {
                throw new InvalidRequestException(
                        which,
                        "has expired at " + each.getNotAfter().toInstant() + ": " + each.getSubjectX500Principal());
            }
            if (now.isBefore(each.getNotBefore().toInstant())) {
                throw new InvalidRequestException(
                        which,
                        "is not valid before " + each.getNotBefore().toInstant() + ", and now is " + now
                                + ": the clock here is behind the issuer's");
            }
        }
        if (certificate.getPublicKey() instanceof ECKey ec
                && ec.getParams().getCurve().getField().getFieldSize() < SMALLEST_CURVE) {
            throw new InvalidRequestException(
                    Identities.CERTIFICATE,
                    "has a key on a curve of "
                            + ec.getParams().getCurve().getField().getFieldSize()
                            + " bits, which TLS in Java cannot use; take 256 or more");
        }
        if (!belongTogether(identity.key(), certificate.getPublicKey())) {
            throw new InvalidRequestException(Identities.PRIVATE_KEY, "does not match the certificate");
        }
    }

    /** Signs with the one and verifies with the other, which holds for keys that cannot be looked into as well. */
    private static boolean belongTogether(PrivateKey key, PublicKey certified) {
        try {
            Signature signer = signature(certified.getAlgorithm());
            signer.initSign(key);
            signer.update(PROBE);
            byte[] signed = signer.sign();
            Signature verifier = signature(certified.getAlgorithm());
            verifier.initVerify(certified);
            verifier.update(PROBE);
            return verifier.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static Signature signature(String algorithm) throws GeneralSecurityException {
        return switch (algorithm) {
            case "EC" -> Signature.getInstance("SHA256withECDSA");
            case "RSA" -> Signature.getInstance("SHA256withRSA");
            case "RSASSA-PSS" -> pss();
            default -> Signature.getInstance(algorithm);
        };
    }

    private static Signature pss() throws GeneralSecurityException {
        Signature pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        return pss;
    }
}
