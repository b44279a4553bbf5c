package io.leasehold.pki.internal.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/**
 * Who signs and verifies, and who makes keys of bytes for that, which is not always the same.
 *
 * @param signer has the signatures
 * @param loader has the keys that these take
 */
record Signing(Provider signer, Provider loader) {

    /** One who does both. */
    static Signing by(Provider provider) {
        return new Signing(provider, provider);
    }

    /** Whether keys that the other has loaded serve here as they are. */
    @SuppressWarnings("ReferenceEquality") // a key belongs to the very provider that loaded it
    boolean loadsLike(Signing other) {
        return loader == other.loader;
    }

    PrivateKey load(KeyKind kind, byte[] pkcs8) throws GeneralSecurityException {
        return KeyFactory.getInstance(Crypto.algorithm(kind.type()), loader)
                .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    Signature signature(SignatureScheme scheme) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(scheme.name(), signer);
        if (scheme.pss() != null) {
            signature.setParameter(scheme.pss());
        }
        return signature;
    }

    boolean verifies(KeyKind kind, byte[] publicKey, SignatureScheme scheme, byte[] content, byte[] signed)
            throws GeneralSecurityException {
        Signature verifier = signature(scheme);
        verifier.initVerify(KeyFactory.getInstance(Crypto.algorithm(kind.type()), loader)
                .generatePublic(new X509EncodedKeySpec(publicKey)));
        verifier.update(content);
        return verifier.verify(signed);
    }
}
