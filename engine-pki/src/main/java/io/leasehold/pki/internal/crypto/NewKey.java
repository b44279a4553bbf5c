package io.leasehold.pki.internal.crypto;

import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * A key that was just made. Secret. Its encodings are asked of its provider when they are needed: with fast providers they cost as
 * much as the key.
 */
public final class NewKey {

    private final KeyKind kind;
    private final PrivateKey privateKey;
    private final SubjectPublicKeyInfo publicKey;

    NewKey(KeyKind kind, PrivateKey privateKey, SubjectPublicKeyInfo publicKey) {
        this.kind = kind;
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /** What it is. */
    public KeyKind kind() {
        return kind;
    }

    /** The private key, for its provider. */
    public PrivateKey privateKey() {
        return privateKey;
    }

    /** The private key (RFC 5958). */
    public PrivateKeyInfo pkcs8() {
        return PrivateKeyInfo.getInstance(privateKey.getEncoded());
    }

    /** The public key (RFC 5280, section 4.1.2.7). */
    public SubjectPublicKeyInfo publicKey() {
        return publicKey;
    }

    /** The secret number of a key on a curve, where its provider tells it; empty for other keys. */
    public Optional<BigInteger> scalar() {
        return privateKey instanceof ECPrivateKey curve ? Optional.of(curve.getS()) : Optional.empty();
    }

    @Override
    public String toString() {
        return "NewKey[" + kind + "]";
    }
}
