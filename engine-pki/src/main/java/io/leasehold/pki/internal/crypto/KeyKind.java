package io.leasehold.pki.internal.crypto;

import io.leasehold.error.InvalidRequestException;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * An algorithm with a size.
 *
 * @param type the algorithm
 * @param bits the size of the modulus or of the curve; 0 for Ed25519, which has one size
 */
public record KeyKind(KeyType type, int bits) {

    /** RSA keys below this size are unsafe, and neither made nor signed. */
    public static final int LEAST_RSA_BITS = 2048;

    /** RSA keys above this size, which anybody may send, would cost too much to verify. */
    public static final int MOST_RSA_BITS = 8192;

    /** Public exponents above this size have no use and make a verification slow. */
    private static final int MOST_EXPONENT_BITS = 64;

    private static final List<Integer> RSA_BITS = List.of(2048, 3072, 4096, 8192);

    private static final Map<Integer, ASN1ObjectIdentifier> CURVES = Map.of(
            224, SECObjectIdentifiers.secp224r1,
            256, X9ObjectIdentifiers.prime256v1,
            384, SECObjectIdentifiers.secp384r1,
            521, SECObjectIdentifiers.secp521r1);

    /**
     * Reads what a request asks for.
     *
     * @param keyType the field {@code key_type}: {@code rsa}, {@code ec} or {@code ed25519}
     * @param keyBits the field {@code key_bits}; 0 is the type's default
     * @return the kind
     * @throws InvalidRequestException when there is no such kind of key
     */
    public static KeyKind of(String keyType, int keyBits) {
        KeyType type = KeyType.of(keyType)
                .orElseThrow(
                        () -> new InvalidRequestException("key_type", "is no type of key: give rsa, ec or ed25519"));
        return switch (type) {
            case RSA -> rsa(keyBits);
            case EC -> ec(keyBits);
            case ED25519 -> new KeyKind(type, 0);
        };
    }

    private static KeyKind rsa(int bits) {
        if (bits != 0 && bits < LEAST_RSA_BITS) {
            throw new InvalidRequestException(
                    "key_bits", "unsupported bit length " + bits + ": RSA keys < 2048 bits are unsafe");
        }
        if (bits != 0 && !RSA_BITS.contains(bits)) {
            throw new InvalidRequestException(
                    "key_bits", "unsupported bit length " + bits + " for RSA: give one of " + RSA_BITS);
        }
        return new KeyKind(KeyType.RSA, bits == 0 ? LEAST_RSA_BITS : bits);
    }

    private static KeyKind ec(int bits) {
        int curve = bits == 0 ? 256 : bits;
        if (!CURVES.containsKey(curve)) {
            throw new InvalidRequestException(
                    "key_bits", "unsupported bit length " + bits + " for EC: give 224, 256, 384 or 521");
        }
        return new KeyKind(KeyType.EC, curve);
    }

    /**
     * Looks what a public key is.
     *
     * @param key the key, from anybody
     * @param field the field that it came in, for the error
     * @return its kind; RSA of any size from 2048 to 8192
     * @throws InvalidRequestException when it is of no known kind, or unsafe
     */
    public static KeyKind of(SubjectPublicKeyInfo key, String field) {
        ASN1ObjectIdentifier algorithm = key.getAlgorithm().getAlgorithm();
        if (algorithm.equals(EdECObjectIdentifiers.id_Ed25519)) {
            return new KeyKind(KeyType.ED25519, 0);
        }
        if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            Object curve = key.getAlgorithm().getParameters();
            return CURVES.entrySet().stream()
                    .filter(known -> known.getValue().equals(curve))
                    .findFirst()
                    .map(known -> new KeyKind(KeyType.EC, known.getKey()))
                    .orElseThrow(() -> new InvalidRequestException(
                            field, "its key is on a curve that is not known: P-224, P-256, P-384 and P-521 are"));
        }
        if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return new KeyKind(KeyType.RSA, rsaBits(key, field));
        }
        throw new InvalidRequestException(
                field, "its key is of a type that is not known (" + algorithm + "): RSA, EC and Ed25519 are");
    }

    private static int rsaBits(SubjectPublicKeyInfo key, String field) {
        BigInteger modulus;
        BigInteger exponent;
        try {
            RSAPublicKey parsed = RSAPublicKey.getInstance(key.parsePublicKey());
            modulus = parsed.getModulus();
            exponent = parsed.getPublicExponent();
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidRequestException(field, "its RSA key cannot be read");
        }
        if (modulus.bitLength() < LEAST_RSA_BITS) {
            throw new InvalidRequestException(field, "RSA keys < 2048 bits are unsafe: it has " + modulus.bitLength());
        }
        if (modulus.bitLength() > MOST_RSA_BITS) {
            throw new InvalidRequestException(
                    field, "unsupported bit length " + modulus.bitLength() + ": RSA keys may have 8192 bits at most");
        }
        if (exponent.bitLength() > MOST_EXPONENT_BITS
                || exponent.compareTo(BigInteger.valueOf(3)) < 0
                || !exponent.testBit(0)
                || modulus.signum() < 0
                || !modulus.testBit(0)) {
            throw new InvalidRequestException(field, "its RSA key has an exponent or a modulus that is not usable");
        }
        return modulus.bitLength();
    }

    /**
     * The curve of a key.
     *
     * @return its object identifier (RFC 5480, section 2.1.1.1)
     */
    public ASN1ObjectIdentifier curve() {
        ASN1ObjectIdentifier curve = CURVES.get(bits);
        if (type != KeyType.EC || curve == null) {
            throw new IllegalStateException("no curve: " + this);
        }
        return curve;
    }

    /** The curve's name in JCA. */
    String curveName() {
        return "secp" + bits + "r1";
    }

    @Override
    public String toString() {
        return bits == 0 ? type.spelling() : type.spelling() + "-" + bits;
    }
}
