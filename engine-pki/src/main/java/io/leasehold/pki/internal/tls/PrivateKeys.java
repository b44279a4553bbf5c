package io.leasehold.pki.internal.tls;

import io.leasehold.error.InvalidRequestException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Makes keys by the JDK's own factories, because its TLS works best with its own objects. */
final class PrivateKeys {

    private static final String EC = "1.2.840.10045.2.1";

    private PrivateKeys() {}

    /**
     * Makes a key.
     *
     * @param field the field that it stands in, for messages
     * @param info what was read there
     * @param certified the public key of its certificate
     * @return the key
     * @throws InvalidRequestException when TLS cannot use a key of its kind
     */
    static PrivateKey of(String field, PrivateKeyInfo info, PublicKey certified) {
        AlgorithmIdentifier kind = info.getPrivateKeyAlgorithm();
        String oid = kind.getAlgorithm().getId();
        String algorithm = switch (oid) {
            case "1.2.840.113549.1.1.1" -> "RSA";
            case "1.2.840.113549.1.1.10" -> "RSASSA-PSS";
            case EC -> "EC";
            case "1.3.101.112", "1.3.101.113" -> "EdDSA";
            default ->
                throw new InvalidRequestException(
                        field, "is a key of the type " + oid + "; TLS needs RSA, EC or Ed25519");
        };
        if (oid.equals(EC) && kind.getParameters() == null) {
            // A SEC1 key may leave its curve out (RFC 5915 section 3); its certificate has it.
            AlgorithmIdentifier theirs =
                    SubjectPublicKeyInfo.getInstance(certified.getEncoded()).getAlgorithm();
            kind = theirs.getAlgorithm().equals(kind.getAlgorithm()) ? theirs : kind;
        }
        try {
            // Without attributes and public key, which not every key factory can read.
            byte[] der = new PrivateKeyInfo(kind, info.parsePrivateKey()).getEncoded();
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } finally {
                Arrays.fill(der, (byte) 0);
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new InvalidRequestException(field, "is a private key that this JVM cannot use in TLS");
        }
    }
}
