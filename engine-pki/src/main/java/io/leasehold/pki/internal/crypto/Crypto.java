package io.leasehold.pki.internal.crypto;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes keys and signatures. Everything goes to one provider where that can do it, and else to Bouncy Castle, which can do all
 * of it: no fast provider knows every curve. Nothing is registered with the JVM. Thread-safe.
 */
public final class Crypto {

    private static final Logger LOG = LoggerFactory.getLogger(Crypto.class);

    private final Provider preferred;
    private final boolean onlyBouncyCastle;
    private final SecureRandom random;
    private final Map<KeyKind, Provider> makers = new ConcurrentHashMap<>();
    private final Map<String, Provider> signers = new ConcurrentHashMap<>();

    /** Generators that are ready to make keys of a kind, as many as were in use at once. They keep no key that they made. */
    private final Map<KeyKind, Queue<KeyPairGenerator>> generators = new ConcurrentHashMap<>();

    private static final class Fallback {
        static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
    }

    /**
     * Uses a provider.
     *
     * @param preferred who does what it can
     * @param random where keys come from
     */
    public Crypto(Provider preferred, SecureRandom random) {
        this.preferred = preferred;
        this.onlyBouncyCastle = preferred instanceof BouncyCastleProvider;
        this.random = random;
    }

    /** Bouncy Castle's provider, not registered with the JVM. */
    public static Provider bouncyCastle() {
        return Fallback.BOUNCY_CASTLE;
    }

    /**
     * The provider that does what it can.
     *
     * @return its name
     */
    public String providerName() {
        return preferred.getName();
    }

    /**
     * Makes a key. RSA keys cost some hundred milliseconds.
     *
     * @param kind which
     * @return the key
     */
    public NewKey generate(KeyKind kind) {
        try {
            Queue<KeyPairGenerator> idle = generators.computeIfAbsent(kind, any -> new ConcurrentLinkedQueue<>());
            KeyPairGenerator known = idle.poll();
            KeyPairGenerator generator =
                    known == null ? generator(kind, makers.computeIfAbsent(kind, this::makerOf)) : known;
            NewKey made = new NewKey(kind, generator.generateKeyPair());
            idle.offer(generator);
            return made;
        } catch (GeneralSecurityException e) {
            throw new CryptoException("a key of kind " + kind + " could not be made", e);
        }
    }

    private KeyPairGenerator generator(KeyKind kind, Provider provider) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm(kind.type()), provider);
        switch (kind.type()) {
            case RSA -> generator.initialize(kind.bits(), random);
            case EC -> generator.initialize(new ECGenParameterSpec(kind.curveName()), random);
            case ED25519 -> {
                // One size only; some providers refuse to be told.
            }
        }
        return generator;
    }

    /**
     * Loads a private key for signing.
     *
     * @param kind what it is
     * @param pkcs8 the key
     * @param scheme how it is to sign
     * @return the signing key
     */
    public SigningKey signingKey(KeyKind kind, PrivateKeyInfo pkcs8, SignatureScheme scheme) {
        Provider provider = signerOf(kind, scheme);
        try {
            PrivateKey key = KeyFactory.getInstance(algorithm(kind.type()), provider)
                    .generatePrivate(new PKCS8EncodedKeySpec(pkcs8.getEncoded()));
            return new SigningKey(kind, scheme, key, provider);
        } catch (GeneralSecurityException e) {
            throw new CryptoException("a private key of kind " + kind + " could not be loaded", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("a private key cannot be encoded", e);
        }
    }

    /**
     * The same key, signing in another way.
     *
     * @param key the key
     * @param scheme how it is to sign; of its type
     * @return the signing key; the same one when it signs like that
     */
    public SigningKey signingKey(SigningKey key, SignatureScheme scheme) {
        if (key.scheme().name().equals(scheme.name())
                && key.scheme().identifier().equals(scheme.identifier())) {
            return key;
        }
        Provider provider = signerOf(key.kind(), scheme);
        try {
            return key.as(scheme, provider, algorithm(key.kind().type()));
        } catch (GeneralSecurityException e) {
            throw new CryptoException("a private key of kind " + key.kind() + " could not be loaded", e);
        }
    }

    /**
     * Checks a signature.
     *
     * @param kind what the key is
     * @param key the signer's key
     * @param scheme how it was signed
     * @param content what was signed
     * @param signature the signature
     * @return whether it is right; false as well when key or signature are malformed
     */
    public boolean verifies(
            KeyKind kind, SubjectPublicKeyInfo key, SignatureScheme scheme, byte[] content, byte[] signature) {
        if (scheme.type() != kind.type()) {
            return false;
        }
        Provider provider = signerOf(kind, scheme);
        try {
            PublicKey loaded = KeyFactory.getInstance(algorithm(kind.type()), provider)
                    .generatePublic(new X509EncodedKeySpec(key.getEncoded()));
            Signature verifier = SigningKey.signature(scheme, provider);
            verifier.initVerify(loaded);
            verifier.update(content);
            return verifier.verify(signature);
        } catch (GeneralSecurityException | IOException | RuntimeException malformed) {
            // Providers throw whatever they run into.
            return false;
        }
    }

    /**
     * Whether a private key belongs to a public key: it signs, and the other verifies.
     *
     * @param kind what they are
     * @param pkcs8 the private key
     * @param key the public key
     * @return whether they belong together
     */
    public boolean belongTogether(KeyKind kind, PrivateKeyInfo pkcs8, SubjectPublicKeyInfo key) {
        SignatureScheme scheme = SignatureScheme.of(kind, 0, false);
        byte[] probe = new byte[32];
        random.nextBytes(probe);
        try {
            return verifies(
                    kind, key, scheme, probe, signingKey(kind, pkcs8, scheme).sign(probe));
        } catch (CryptoException malformed) {
            return false;
        }
    }

    private Provider signerOf(KeyKind kind, SignatureScheme scheme) {
        if (onlyBouncyCastle) {
            return preferred;
        }
        return signers.computeIfAbsent(
                kind + " " + scheme.name(), any -> offers(kind, scheme) && works(kind) ? preferred : bouncyCastle());
    }

    private Provider makerOf(KeyKind kind) {
        return !onlyBouncyCastle
                        && preferred.getService("KeyPairGenerator", algorithm(kind.type())) != null
                        && works(kind)
                ? preferred
                : bouncyCastle();
    }

    private boolean offers(KeyKind kind, SignatureScheme scheme) {
        return preferred.getService("KeyFactory", algorithm(kind.type())) != null
                && preferred.getService("Signature", scheme.name()) != null;
    }

    /** Tries what is cheap to try: providers offer "EC" and then do not know every curve. RSA is the same at every size. */
    private boolean works(KeyKind kind) {
        if (kind.type() == KeyType.RSA) {
            return true;
        }
        try {
            SignatureScheme scheme = SignatureScheme.of(kind, 0, false);
            if (!offers(kind, scheme)) {
                return false;
            }
            KeyPair key = generator(kind, preferred).generateKeyPair();
            Signature signer = SigningKey.signature(scheme, preferred);
            signer.initSign(key.getPrivate());
            signer.update((byte) 1);
            return signer.sign().length > 0;
        } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
            LOG.info("{} does not do {}: Bouncy Castle does it", preferred.getName(), kind);
            return false;
        }
    }

    static String algorithm(KeyType type) {
        return switch (type) {
            case RSA -> "RSA";
            case EC -> "EC";
            case ED25519 -> "Ed25519";
        };
    }
}
