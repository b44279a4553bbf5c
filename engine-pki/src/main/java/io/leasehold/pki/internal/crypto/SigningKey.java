package io.leasehold.pki.internal.crypto;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bouncycastle.asn1.ASN1Encoding;

/** A private key that is loaded and signs in one way. Secret. Thread-safe. */
public final class SigningKey {

    private final KeyKind kind;
    private final SignatureScheme scheme;
    private final PrivateKey key;
    private final Signing signing;
    private final byte[] identifier;

    /** Longer than any certificate that is made many times. */
    private static final int MOST_KEPT = 64 * 1024;

    /**
     * Signers that have this key already, as many as were in use at once: after a signature they are ready for the next one, says
     * {@link Signature#sign()}. Making one for each signature costs a look-up and garbage. They live no longer than the key itself.
     */
    private final Queue<Signature> idle = new ConcurrentLinkedQueue<>();

    SigningKey(KeyKind kind, SignatureScheme scheme, PrivateKey key, Signing signing) {
        this.kind = kind;
        this.scheme = scheme;
        this.key = key;
        this.signing = signing;
        try {
            this.identifier = scheme.identifier().getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalArgumentException("the identifier of " + scheme.name() + " cannot be encoded", e);
        }
    }

    /**
     * What the key is.
     *
     * @return its kind
     */
    public KeyKind kind() {
        return kind;
    }

    /**
     * How it signs.
     *
     * @return the scheme, whose identifier is to be written beside each signature
     */
    public SignatureScheme scheme() {
        return scheme;
    }

    /**
     * What is written beside each signature, encoded once.
     *
     * @return the scheme's identifier in DER; not to be written to
     */
    public byte[] identifier() {
        return identifier;
    }

    /**
     * Signs.
     *
     * @param content what to sign
     * @return the signature
     */
    public byte[] sign(byte[] content) {
        try {
            Signature known = idle.poll();
            Signature signer = known == null ? signer() : known;
            signer.update(content);
            byte[] signature = signer.sign();
            // Not after a failure, which leaves a signer in any state; nor after a long list, which some signers keep
            // room for.
            if (content.length <= MOST_KEPT) {
                idle.offer(signer);
            }
            return signature;
        } catch (GeneralSecurityException e) {
            throw new CryptoException("a key of kind " + kind + " could not sign", e);
        }
    }

    private Signature signer() throws GeneralSecurityException {
        Signature signer = signing.signature(scheme);
        signer.initSign(key);
        return signer;
    }

    /** This key for another scheme; loaded anew when another provider does that one. */
    SigningKey as(SignatureScheme other, Signing others) throws GeneralSecurityException {
        PrivateKey loaded = others.loadsLike(signing) ? key : others.load(kind, key.getEncoded());
        return new SigningKey(kind, other, loaded, others);
    }

    @Override
    public String toString() {
        return "SigningKey[" + kind + "]";
    }
}
