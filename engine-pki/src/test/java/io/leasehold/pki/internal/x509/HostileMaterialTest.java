package io.leasehold.pki.internal.x509;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.crypto.KeyKind;
import io.leasehold.pki.internal.crypto.NewKey;
import io.leasehold.pki.internal.crypto.SignatureScheme;
import io.leasehold.pki.internal.crypto.SigningKey;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.junit.jupiter.api.Test;

/** Keys and certificates that are well-formed and would do harm. */
class HostileMaterialTest {

    @Test
    void aKeyThatIsTooLongForAnyKindIsNotRead() {
        Pem.Block block = new Pem.Block("RSA PRIVATE KEY", new byte[10_001]);
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> PrivateKeyText.read("private_key", block))
                .withMessageStartingWith("private_key: ")
                .withMessageContaining("10001 bytes");
    }

    /** One less than it would be no limit at all. */
    @Test
    void anAuthorityWithANegativePathLengthIsNone() {
        Crypto crypto = new Crypto(Crypto.bouncyCastle(), new SecureRandom());
        NewKey key = crypto.generate(KeyKind.of("ec", 256));
        SigningKey signer = crypto.signingKey(key.kind(), key.pkcs8(), SignatureScheme.of(key.kind(), 0, false));
        X500Name name = SubjectName.of("A").toName();
        byte[] constraints = {0x30, 6, 1, 1, -1, 2, 1, -1};
        byte[] der = new CertificateContent(
                        BigInteger.ONE,
                        name,
                        Instant.EPOCH,
                        Instant.EPOCH.plusSeconds(60),
                        name,
                        key.publicKey(),
                        new Extensions(new Extension(Extension.basicConstraints, true, constraints)))
                .sign(signer);
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Certificate.read("certificate", der))
                .withMessageStartingWith("certificate: ");
    }
}
