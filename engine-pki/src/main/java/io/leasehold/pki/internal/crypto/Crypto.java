package io.leasehold.pki.internal.crypto;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
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
    private final Map<Way, Signing> signers = new ConcurrentHashMap<>();

    /** Generators that are ready to make keys of a kind, as many as were in use at once. They keep no key that they made. */
    private final Map<KeyKind, Queue<KeyPairGenerator>> generators = new ConcurrentHashMap<>();

    /** What a signature is made with. */
    private record Way(KeyKind kind, String scheme) {}

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
            KeyPairGenerator generator = known == null ? generator(kind, maker(kind)) : known;
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
        Signing signing = signing(kind, scheme);
        try {
            return new SigningKey(kind, scheme, signing.load(kind, pkcs8.getEncoded()), signing);
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
        try {
            return key.as(scheme, signing(key.kind(), scheme));
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
        try {
            return signing(kind, scheme).verifies(kind, key.getEncoded(), scheme, content, signature);
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

    /** Who signs and verifies. */
    Signing signing(KeyKind kind, SignatureScheme scheme) {
        return signers.computeIfAbsent(
                new Way(kind, scheme.name()),
                any -> onlyBouncyCastle
                        ? Signing.by(preferred)
                        : trying(kind, scheme).orElseGet(() -> Signing.by(bouncyCastle())));
    }

    /** How the preferred provider signs; empty when it does not. */
    private Optional<Signing> trying(KeyKind kind, SignatureScheme scheme) {
        if (preferred.getService("Signature", scheme.name()) == null) {
            return Optional.empty();
        }
        if (kind.type() == KeyType.RSA) {
            // Not tried: a key to try it with costs too much, and it is the same at every size.
            return preferred.getService("KeyFactory", algorithm(KeyType.RSA)) == null
                    ? Optional.empty()
                    : Optional.of(Signing.by(preferred));
        }
        Optional<Signing> found = loaders(kind)
                .map(loader -> new Signing(preferred, loader))
                .filter(signing -> works(signing, kind, scheme))
                .findFirst();
        if (found.isEmpty()) {
            LOG.info("{} does not sign with {}: Bouncy Castle does it", preferred.getName(), kind);
        }
        return found;
    }

    /** Itself, or one of the JVM's: Amazon's provider makes keys for Ed25519, signs with them, and leaves loading them to the JDK. */
    private Stream<Provider> loaders(KeyKind kind) {
        String algorithm = algorithm(kind.type());
        if (preferred.getService("KeyFactory", algorithm) != null) {
            return Stream.of(preferred);
        }
        return Stream.ofNullable(Security.getProviders("KeyFactory." + algorithm))
                .flatMap(Arrays::stream);
    }

    /** Providers offer "EC" and then do not know every curve. */
    private boolean works(Signing signing, KeyKind kind, SignatureScheme scheme) {
        try {
            KeyPair pair = generator(kind, bouncyCastle()).generateKeyPair();
            SigningKey key = new SigningKey(
                    kind, scheme, signing.load(kind, pair.getPrivate().getEncoded()), signing);
            byte[] probe = {1};
            return signing.verifies(kind, pair.getPublic().getEncoded(), scheme, probe, key.sign(probe));
        } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
            return false;
        }
    }

    /** Who makes keys. */
    Provider maker(KeyKind kind) {
        return onlyBouncyCastle
                ? preferred
                : makers.computeIfAbsent(kind, any -> makes(kind) ? preferred : bouncyCastle());
    }

    private boolean makes(KeyKind kind) {
        if (preferred.getService("KeyPairGenerator", algorithm(kind.type())) == null) {
            return false;
        }
        if (kind.type() == KeyType.RSA) {
            return true;
        }
        try {
            // What cannot be encoded stays in a device, and cannot be handed out.
            return generator(kind, preferred).generateKeyPair().getPrivate().getEncoded() != null;
        } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
            LOG.info("{} does not make keys of {}: Bouncy Castle does it", preferred.getName(), kind);
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
