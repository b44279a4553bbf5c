package io.leasehold.database.internal.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** Whether two keys are a pair. Stateless. */
public final class KeyFit {

    private static final byte[] PROBE = {1, 2, 3};

    private KeyFit() {}

    /**
     * Tries whether one key verifies what the other signs.
     *
     * @param certified the public key of a certificate
     * @param key a private key
     * @return true when they are a pair
     */
    public static boolean fit(PublicKey certified, PrivateKey key) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException another) {
            return false;
        }
    }
}
