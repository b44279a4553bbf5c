package io.leasehold.pki.internal.crypto;

import io.leasehold.error.InvalidRequestException;
import java.io.IOException;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** Finds the public key that belongs to a private one, which came without it. Pure function. */
public final class PublicKeys {

    private PublicKeys() {}

    /**
     * Works out a public key.
     *
     * @param field where the private key comes from, for errors, which never quote it
     * @param pkcs8 the private key, from anybody
     * @return its public key
     * @throws InvalidRequestException when it is of no known type, or malformed
     */
    public static SubjectPublicKeyInfo of(String field, PrivateKeyInfo pkcs8) {
        try {
            AsymmetricKeyParameter key = PrivateKeyFactory.createKey(pkcs8);
            if (key instanceof RSAPrivateCrtKeyParameters rsa) {
                return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(
                        new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent()));
            }
            if (key instanceof ECPrivateKeyParameters ec) {
                byte[] point = new FixedPointCombMultiplier()
                        .multiply(ec.getParameters().getG(), ec.getD())
                        .normalize()
                        .getEncoded(false);
                AlgorithmIdentifier algorithm = pkcs8.getPrivateKeyAlgorithm();
                return new SubjectPublicKeyInfo(algorithm, point);
            }
            if (key instanceof Ed25519PrivateKeyParameters ed25519) {
                return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(ed25519.generatePublicKey());
            }
        } catch (IOException | RuntimeException malformed) {
            throw new InvalidRequestException(field, "holds a private key that cannot be read");
        }
        throw new InvalidRequestException(
                field, "holds a private key of a type that is not known: RSA, EC and Ed25519 are");
    }
}
