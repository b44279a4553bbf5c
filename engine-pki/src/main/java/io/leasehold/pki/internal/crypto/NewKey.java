package io.leasehold.pki.internal.crypto;

import java.security.PrivateKey;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * A key that was just made. Secret.
 *
 * @param kind what it is
 * @param privateKey the private key, for its provider
 * @param pkcs8 the private key (RFC 5958)
 * @param publicKey the public key (RFC 5280, section 4.1.2.7)
 */
public record NewKey(KeyKind kind, PrivateKey privateKey, PrivateKeyInfo pkcs8, SubjectPublicKeyInfo publicKey) {

    @Override
    public String toString() {
        return "NewKey[" + kind + "]";
    }
}
