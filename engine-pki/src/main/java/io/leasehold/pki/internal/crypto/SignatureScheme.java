package io.leasehold.pki.internal.crypto;

import io.leasehold.error.InvalidRequestException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/**
 * How something is signed. Follows the signer's key: a curve has its hash, and only RSA has a choice. Immutable.
 *
 * @param type whose keys sign like this
 * @param name the algorithm in JCA
 * @param pss the parameters of RSASSA-PSS, null for others
 * @param identifier what is written beside the signature (RFC 5758, RFC 4055, RFC 8410)
 */
public record SignatureScheme(
        KeyType type, String name, @Nullable PSSParameterSpec pss, AlgorithmIdentifier identifier) {

    /** A hash of RSA signatures. */
    private record Hash(int bits, ASN1ObjectIdentifier id, ASN1ObjectIdentifier withRsa) {

        private String jcaName() {
            return "SHA-" + bits;
        }
    }

    private static final List<Hash> HASHES = List.of(
            new Hash(256, NISTObjectIdentifiers.id_sha256, PKCSObjectIdentifiers.sha256WithRSAEncryption),
            new Hash(384, NISTObjectIdentifiers.id_sha384, PKCSObjectIdentifiers.sha384WithRSAEncryption),
            new Hash(512, NISTObjectIdentifiers.id_sha512, PKCSObjectIdentifiers.sha512WithRSAEncryption));

    /**
     * The scheme of a key.
     *
     * @param key the signer's key
     * @param signatureBits the field {@code signature_bits}: 256, 384 or 512; 0 is 256; only RSA heeds it
     * @param usePss whether RSA signs with PSS
     * @return the scheme
     * @throws InvalidRequestException when RSA has no such hash
     */
    public static SignatureScheme of(KeyKind key, int signatureBits, boolean usePss) {
        return switch (key.type()) {
            case ED25519 -> plain(KeyType.ED25519, "Ed25519", EdECObjectIdentifiers.id_Ed25519, null);
            case EC -> ecdsa(key.bits());
            case RSA -> usePss ? pss(hash(signatureBits)) : pkcs1(hash(signatureBits));
        };
    }

    /**
     * The scheme of a signature that somebody else made.
     *
     * @param identifier what is written beside it
     * @return the scheme; empty when it is not known, or not safe any more
     */
    public static Optional<SignatureScheme> of(AlgorithmIdentifier identifier) {
        ASN1ObjectIdentifier id = identifier.getAlgorithm();
        if (id.equals(EdECObjectIdentifiers.id_Ed25519)) {
            return Optional.of(of(new KeyKind(KeyType.ED25519, 0), 0, false));
        }
        if (id.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
            return pss(identifier);
        }
        if (id.equals(X9ObjectIdentifiers.ecdsa_with_SHA256)) {
            return Optional.of(ecdsa(256));
        }
        if (id.equals(X9ObjectIdentifiers.ecdsa_with_SHA384)) {
            return Optional.of(ecdsa(384));
        }
        if (id.equals(X9ObjectIdentifiers.ecdsa_with_SHA512)) {
            return Optional.of(ecdsa(521));
        }
        for (Hash hash : HASHES) {
            if (id.equals(hash.withRsa)) {
                return Optional.of(pkcs1(hash));
            }
        }
        return Optional.empty();
    }

    private static Optional<SignatureScheme> pss(AlgorithmIdentifier identifier) {
        for (Hash hash : HASHES) {
            SignatureScheme known = pss(hash);
            if (known.identifier().equals(identifier)) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    private static Hash hash(int bits) {
        for (Hash hash : HASHES) {
            if (hash.bits == (bits == 0 ? 256 : bits)) {
                return hash;
            }
        }
        throw new InvalidRequestException("signature_bits", "is " + bits + ": give 256, 384 or 512, or 0 for 256");
    }

    private static SignatureScheme ecdsa(int curveBits) {
        return switch (curveBits) {
            case 384 -> plain(KeyType.EC, "SHA384withECDSA", X9ObjectIdentifiers.ecdsa_with_SHA384, null);
            case 521 -> plain(KeyType.EC, "SHA512withECDSA", X9ObjectIdentifiers.ecdsa_with_SHA512, null);
            default -> plain(KeyType.EC, "SHA256withECDSA", X9ObjectIdentifiers.ecdsa_with_SHA256, null);
        };
    }

    private static SignatureScheme pkcs1(Hash hash) {
        return plain(KeyType.RSA, "SHA" + hash.bits + "withRSA", hash.withRsa, DERNull.INSTANCE);
    }

    private static SignatureScheme pss(Hash hash) {
        AlgorithmIdentifier digest = new AlgorithmIdentifier(hash.id, DERNull.INSTANCE);
        int salt = hash.bits / 8;
        RSASSAPSSparams parameters = new RSASSAPSSparams(
                digest,
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, digest),
                new ASN1Integer(salt),
                RSASSAPSSparams.DEFAULT_TRAILER_FIELD);
        return new SignatureScheme(
                KeyType.RSA,
                "RSASSA-PSS",
                new PSSParameterSpec(
                        hash.jcaName(),
                        "MGF1",
                        new MGF1ParameterSpec(hash.jcaName()),
                        salt,
                        PSSParameterSpec.TRAILER_FIELD_BC),
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS, parameters));
    }

    private static SignatureScheme plain(
            KeyType type, String name, ASN1ObjectIdentifier id, @Nullable ASN1Encodable parameters) {
        return new SignatureScheme(
                type,
                name,
                null,
                parameters == null ? new AlgorithmIdentifier(id) : new AlgorithmIdentifier(id, parameters));
    }

    /** Whether RSA signs with PSS. */
    public boolean isPss() {
        return pss != null;
    }
}
