package io.leasehold.pki.internal.x509;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.internal.crypto.KeyKind;
import io.leasehold.pki.internal.crypto.NewKey;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.util.BigIntegers;

/** Private keys as text. Everything here is secret. Pure functions. */
public final class PrivateKeyText {

    /** {@code INTEGER 1} (RFC 5915, section 3). Not to be written to. */
    private static final byte[] SEC1_VERSION = {2, 1, 1};

    /** {@code INTEGER 0} (RFC 5208, section 5). Not to be written to. */
    private static final byte[] PKCS8_VERSION = {2, 1, 0};

    /** The object identifier 1.3.101.112 (RFC 8410, section 3). Not to be written to. */
    private static final byte[] ED25519 = {6, 3, 0x2b, 0x65, 0x70};

    /** The longest key that is read, twice an RSA key of 8192 bits: exponents of any length would make signing endless. */
    private static final int LONGEST = 10_000;

    private PrivateKeyText() {}

    /** How a private key is encoded. */
    public enum Encoding {
        /** By its type: PKCS#1 for RSA (RFC 8017), SEC 1 for EC (RFC 5915), PKCS#8 for Ed25519. */
        TRADITIONAL,
        /** PKCS#8 (RFC 5958) for all. */
        PKCS8;

        /**
         * Reads the field {@code private_key_format}.
         *
         * @param text {@code der} or empty for the traditional one, {@code pkcs8}
         * @return the encoding
         * @throws InvalidRequestException when it is something else
         */
        public static Encoding of(String text) {
            return switch (text) {
                case "", "der", "pem" -> TRADITIONAL;
                case "pkcs8" -> PKCS8;
                default ->
                    throw new InvalidRequestException(
                            "private_key_format", "is none: give der (the type's own) or pkcs8");
            };
        }
    }

    /**
     * Writes a key.
     *
     * @param kind what it is
     * @param pkcs8 the key
     * @param publicKey its public key
     * @param encoding how
     * @return its block
     */
    public static Pem.Block block(
            KeyKind kind, PrivateKeyInfo pkcs8, SubjectPublicKeyInfo publicKey, Encoding encoding) {
        try {
            if (encoding == Encoding.PKCS8) {
                return new Pem.Block("PRIVATE KEY", plain(pkcs8));
            }
            return switch (kind.type()) {
                case RSA ->
                    new Pem.Block(
                            "RSA PRIVATE KEY",
                            pkcs8.parsePrivateKey().toASN1Primitive().getEncoded(ASN1Encoding.DER));
                case EC -> {
                    BigInteger secret =
                            ECPrivateKey.getInstance(pkcs8.parsePrivateKey()).getKey();
                    yield new Pem.Block(
                            "EC PRIVATE KEY",
                            sec1(kind, secret, publicKey.getPublicKeyData().getBytes()));
                }
                case ED25519 -> new Pem.Block("PRIVATE KEY", plain(pkcs8));
            };
        } catch (IOException e) {
            throw new IllegalArgumentException("a private key cannot be encoded", e);
        }
    }

    /**
     * Writes a key that was just made.
     *
     * @param key the key
     * @param encoding how
     * @return its block
     */
    public static Pem.Block block(NewKey key, Encoding encoding) {
        Optional<byte[]> seed = key.seed();
        if (seed.isPresent()) {
            return new Pem.Block("PRIVATE KEY", ed25519(seed.get()));
        }
        Optional<BigInteger> scalar = encoding == Encoding.TRADITIONAL ? key.scalar() : Optional.empty();
        if (scalar.isEmpty()) {
            return block(key.kind(), key.pkcs8(), key.publicKey(), encoding);
        }
        return new Pem.Block("EC PRIVATE KEY", sec1(key.kind(), scalar.get(), Der.keyBits(key.encodedPublicKey())));
    }

    /** In the first version, without the public key that some providers add: OpenSSL 3.0 does not read the second one. */
    private static byte[] plain(PrivateKeyInfo pkcs8) throws IOException {
        return new PrivateKeyInfo(pkcs8.getPrivateKeyAlgorithm(), pkcs8.parsePrivateKey()).getEncoded(ASN1Encoding.DER);
    }

    /** PKCS#8 in the first version (RFC 8410, section 7). */
    private static byte[] ed25519(byte[] seed) {
        return Der.sequence(PKCS8_VERSION, Der.sequence(ED25519), Der.octets(Der.octets(seed)));
    }

    /** With curve and public key, which JCA providers leave to the envelope. */
    private static byte[] sec1(KeyKind kind, BigInteger secret, byte[] publicKey) {
        try {
            return Der.sequence(
                    SEC1_VERSION,
                    Der.octets(BigIntegers.asUnsignedByteArray((kind.bits() + 7) / 8, secret)),
                    Der.tagged(0, kind.curve().getEncoded(ASN1Encoding.DER)),
                    Der.tagged(1, Der.bits(publicKey)));
        } catch (IOException e) {
            throw new IllegalArgumentException("a private key cannot be encoded", e);
        }
    }

    /**
     * Reads a key.
     *
     * @param field where it comes from, for errors
     * @param block a block {@code PRIVATE KEY}, {@code RSA PRIVATE KEY} or {@code EC PRIVATE KEY}
     * @return the key
     * @throws InvalidRequestException when it is none; the error never quotes it
     */
    public static PrivateKeyInfo read(String field, Pem.Block block) {
        int length = block.content().length;
        if (length > LONGEST) {
            throw new InvalidRequestException(
                    field, "holds a private key of " + length + " bytes: " + LONGEST + " are the most that is read");
        }
        try {
            return switch (block.label()) {
                case "PRIVATE KEY" -> checked(PrivateKeyInfo.getInstance(block.content()));
                case "RSA PRIVATE KEY" ->
                    checked(new PrivateKeyInfo(
                            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                            RSAPrivateKey.getInstance(block.content())));
                case "EC PRIVATE KEY" -> checked(ec(field, ECPrivateKey.getInstance(block.content())));
                default ->
                    throw new InvalidRequestException(
                            field, "holds a block " + block.label() + ", which is no private key that can be read");
            };
        } catch (InvalidRequestException e) {
            throw e;
        } catch (IOException | RuntimeException malformed) {
            throw new InvalidRequestException(field, "holds a private key that cannot be read");
        }
    }

    private static PrivateKeyInfo ec(String field, ECPrivateKey key) throws IOException {
        ASN1Encodable curve = key.getParametersObject();
        if (curve == null) {
            throw new InvalidRequestException(field, "holds an EC key that does not say its curve: give it as PKCS#8");
        }
        return new PrivateKeyInfo(new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve), key);
    }

    private static PrivateKeyInfo checked(PrivateKeyInfo key) throws IOException {
        AsymmetricKeyParameter parsed = PrivateKeyFactory.createKey(key);
        if (!parsed.isPrivate()) {
            throw new IOException("no private key");
        }
        return key;
    }
}
