package io.leasehold.pki.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.internal.x509.Pem;
import io.leasehold.pki.internal.x509.PrivateKeyText;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CryptoTest {

    /** Every provider that works here, with the JDK's own, which is slow and does not know every curve. */
    static Stream<Provider> providers() {
        List<Provider> all = new ArrayList<>(List.of(Crypto.bouncyCastle(), Security.getProvider("SunEC")));
        Provider best = FastProviders.best();
        if (!all.contains(best)) {
            all.add(best);
        }
        return all.stream();
    }

    private static List<KeyKind> kinds() {
        return List.of(
                KeyKind.of("ec", 224),
                KeyKind.of("ec", 256),
                KeyKind.of("ec", 384),
                KeyKind.of("ec", 521),
                KeyKind.of("ed25519", 0),
                KeyKind.of("rsa", 2048));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void everyKindIsMadeSignsAndVerifiesWithEveryProvider(Provider provider) {
        Crypto crypto = new Crypto(provider, new SecureRandom());
        Crypto reference = new Crypto(Crypto.bouncyCastle(), new SecureRandom());
        byte[] content = {1, 2, 3};
        for (KeyKind kind : kinds()) {
            NewKey key = crypto.generate(kind);
            assertThat(KeyKind.of(key.publicKey(), "csr")).isEqualTo(kind);
            SignatureScheme scheme = SignatureScheme.of(kind, 0, false);
            byte[] signature = crypto.signingKey(kind, key.pkcs8(), scheme).sign(content);
            assertThat(reference.verifies(kind, key.publicKey(), scheme, content, signature))
                    .as("%s by %s", kind, provider)
                    .isTrue();
            signature[signature.length / 2] ^= 1;
            assertThat(crypto.verifies(kind, key.publicKey(), scheme, content, signature))
                    .isFalse();
            assertThat(crypto.belongTogether(kind, key.pkcs8(), key.publicKey()))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void anRsaKeySignsInEverySchemeWhicheverProviderHasIt(Provider provider) {
        Crypto crypto = new Crypto(provider, new SecureRandom());
        KeyKind kind = KeyKind.of("rsa", 2048);
        NewKey key = crypto.generate(kind);
        SigningKey first = crypto.signingKey(kind, key.pkcs8(), SignatureScheme.of(kind, 0, false));
        for (int bits : new int[] {256, 384, 512}) {
            for (boolean pss : new boolean[] {false, true}) {
                SignatureScheme scheme = SignatureScheme.of(kind, bits, pss);
                byte[] signature = crypto.signingKey(first, scheme).sign(new byte[] {7});
                assertThat(crypto.verifies(kind, key.publicKey(), scheme, new byte[] {7}, signature))
                        .isTrue();
                assertThat(SignatureScheme.of(scheme.identifier()).orElseThrow().identifier())
                        .isEqualTo(scheme.identifier());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 512, 1024, 2047, 3000, 16384})
    void rsaKeysOfOtherSizesAreNotMade(int bits) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> KeyKind.of("rsa", bits))
                .withMessageContaining("unsupported bit length");
    }

    @Test
    void privateKeysAreReadBackFromEveryEncodingAndByJavaFromPkcs8() throws Exception {
        Crypto crypto = new Crypto(Crypto.bouncyCastle(), new SecureRandom());
        for (KeyKind kind : kinds()) {
            NewKey key = crypto.generate(kind);
            for (PrivateKeyText.Encoding encoding : PrivateKeyText.Encoding.values()) {
                Pem.Block block = PrivateKeyText.block(kind, key.pkcs8(), key.publicKey(), encoding);
                PrivateKeyInfo read =
                        PrivateKeyText.read("key", Pem.read("key", block.text()).get(0));
                assertThat(crypto.belongTogether(kind, read, key.publicKey()))
                        .as("%s as %s", kind, encoding)
                        .isTrue();
                if (encoding == PrivateKeyText.Encoding.PKCS8 && kind.bits() != 224) {
                    String algorithm = kind.type() == KeyType.ED25519
                            ? "Ed25519"
                            : kind.type().name();
                    assertThat(KeyFactory.getInstance(algorithm)
                                    .generatePrivate(new PKCS8EncodedKeySpec(read.getEncoded(ASN1Encoding.DER))))
                            .isNotNull();
                }
            }
        }
    }

    /** Keys of the JDK are enveloped in the first version, those of Bouncy Castle in the second, with the public key behind. */
    @Test
    void aKeyThatWasJustMadeIsWrittenAsOneThatWasStored() {
        for (Provider provider : List.of(Crypto.bouncyCastle(), Security.getProvider("SunEC"))) {
            Crypto crypto = new Crypto(provider, new SecureRandom());
            for (KeyKind kind : kinds()) {
                NewKey key = crypto.generate(kind);
                assertThat(key.seed().isPresent()).isEqualTo(kind.type() == KeyType.ED25519);
                for (PrivateKeyText.Encoding encoding : PrivateKeyText.Encoding.values()) {
                    assertThat(PrivateKeyText.block(key, encoding).text())
                            .as("%s as %s", kind, encoding)
                            .isEqualTo(PrivateKeyText.block(kind, key.pkcs8(), key.publicKey(), encoding)
                                    .text());
                }
            }
        }
    }

    /** Amazon's provider has keys and signatures of Ed25519, and no factory to load its keys with: the JDK's does that. */
    @Test
    void aFastProviderThatLoadsNoKeysOfAKindMakesThemAndSignsAllTheSame() {
        Provider fast = FastProviders.best();
        assumeTrue(
                fast.getService("Signature", "Ed25519") != null
                        && !fast.getName().equals("BC"),
                "no fast provider");
        Crypto crypto = new Crypto(fast, new SecureRandom());
        KeyKind kind = KeyKind.of("ed25519", 0);

        assertThat(crypto.maker(kind)).isSameAs(fast);
        assertThat(crypto.signing(kind, SignatureScheme.of(kind, 0, false)).signer())
                .isSameAs(fast);
    }

    /** A provider that takes no keys but its own, and cannot load them. */
    @Test
    void aProviderWhoseSignaturesRefuseEveryLoadedKeyIsNotUsedForThem() {
        Provider jdk = Security.getProvider("SunEC");
        Provider picky = new Provider("Picky", "1", "") {
            @Override
            public Service getService(String type, String algorithm) {
                return type.equals("KeyFactory") || (type.equals("Signature") && algorithm.equals("SHA256withECDSA"))
                        ? null
                        : jdk.getService(type, algorithm.equals("Ed25519") ? "Ed448" : algorithm);
            }
        };
        Crypto crypto = new Crypto(picky, new SecureRandom());
        for (KeyKind kind : List.of(KeyKind.of("ed25519", 0), KeyKind.of("ec", 256))) {
            SignatureScheme scheme = SignatureScheme.of(kind, 0, false);
            assertThat(crypto.signing(kind, scheme).signer()).as("%s", kind).isSameAs(Crypto.bouncyCastle());
        }
        assertThat(crypto.maker(KeyKind.of("ec", 256))).isSameAs(picky);
    }

    @Test
    void aPrivateKeyIsInNoText() {
        Crypto crypto = new Crypto(Crypto.bouncyCastle(), new SecureRandom());
        NewKey key = crypto.generate(KeyKind.of("ec", 256));
        assertThat(key.toString()).isEqualTo("NewKey[ec-256]");
    }
}
