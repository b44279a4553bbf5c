package io.leasehold.pki.internal.crypto;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * A key that was just made. Secret. Its encodings are asked of its provider when they are needed: with fast providers they cost as
 * much as the key.
 */
public final class NewKey {

    private static final int SEED_BYTES = 32;

    /** Behind tag, length and version of the envelope: the algorithm's identifier, and an octet string in an octet string. */
    private static final byte[] SEED_PREFIX = {0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 34, 4, 32};

    private static final int SEED_PREFIX_AT = 5;

    private final KeyKind kind;
    private final PrivateKey privateKey;
    private final byte[] encodedPublicKey;

    NewKey(KeyKind kind, KeyPair pair) {
        this.kind = kind;
        this.privateKey = pair.getPrivate();
        this.encodedPublicKey = pair.getPublic().getEncoded();
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
        return SubjectPublicKeyInfo.getInstance(encodedPublicKey);
    }

    /** The public key in DER; not to be written to. */
    public byte[] encodedPublicKey() {
        return encodedPublicKey;
    }

    /** The secret number of a key on a curve, where its provider tells it; empty for other keys. */
    public Optional<BigInteger> scalar() {
        return privateKey instanceof ECPrivateKey curve ? Optional.of(curve.getS()) : Optional.empty();
    }

    /**
     * The 32 secret bytes of an Ed25519 key (RFC 8032, section 5.1.5). Where its provider does not tell them, they are taken out of
     * the encoding without parsing: providers differ in the version of the envelope and in what follows, not in where the key stands.
     *
     * @return the bytes; empty for other keys, and for an envelope that is another one
     */
    public Optional<byte[]> seed() {
        if (kind.type() != KeyType.ED25519) {
            return Optional.empty();
        }
        Optional<byte[]> told = privateKey instanceof EdECPrivateKey curve ? curve.getBytes() : Optional.empty();
        if (told.isPresent()) {
            return told;
        }
        byte[] encoded = privateKey.getEncoded();
        int start = SEED_PREFIX_AT + SEED_PREFIX.length;
        boolean known = encoded.length >= start + SEED_BYTES
                && Arrays.equals(encoded, SEED_PREFIX_AT, start, SEED_PREFIX, 0, SEED_PREFIX.length);
        return known ? Optional.of(Arrays.copyOfRange(encoded, start, start + SEED_BYTES)) : Optional.empty();
    }

    @Override
    public String toString() {
        return "NewKey[" + kind + "]";
    }
}
