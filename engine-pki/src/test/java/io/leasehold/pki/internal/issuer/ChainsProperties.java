package io.leasehold.pki.internal.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.crypto.KeyKind;
import io.leasehold.pki.internal.crypto.NewKey;
import io.leasehold.pki.internal.crypto.SignatureScheme;
import io.leasehold.pki.internal.x509.Certificate;
import io.leasehold.pki.internal.x509.CertificateContent;
import io.leasehold.pki.internal.x509.ExtensionSet;
import io.leasehold.pki.internal.x509.KeyIds;
import io.leasehold.pki.internal.x509.Signatures;
import io.leasehold.pki.internal.x509.SubjectName;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;

/** Random webs of authorities, cross-signed in all directions: names and keys are few, so that they are often shared. */
class ChainsProperties {

    private static final Crypto CRYPTO = new Crypto(Crypto.bouncyCastle(), new SecureRandom());
    private static final List<NewKey> KEYS = keys();

    private static List<NewKey> keys() {
        List<NewKey> keys = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            keys.add(CRYPTO.generate(KeyKind.of("ed25519", 0)));
        }
        return keys;
    }

    private static Certificate certificate(Random random, int serial) {
        int subject = random.nextInt(5);
        int signer = random.nextInt(3) == 0 ? subject : random.nextInt(5);
        // Sometimes a name belongs to another key, as after a rotation.
        NewKey subjectKey = KEYS.get(random.nextInt(6) == 0 ? random.nextInt(5) : subject);
        NewKey signerKey = KEYS.get(signer);
        ExtensionSet extensions = new ExtensionSet().add(Extension.basicConstraints, true, new BasicConstraints(true));
        if (random.nextBoolean()) {
            extensions.add(
                    Extension.authorityKeyIdentifier,
                    false,
                    new AuthorityKeyIdentifier(KeyIds.of(signerKey.publicKey())));
        }
        CertificateContent content = new CertificateContent(
                BigInteger.valueOf(serial + 1),
                SubjectName.of("name-" + signer).toName(),
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2027-01-01T00:00:00Z").plusSeconds(random.nextInt(5)),
                SubjectName.of("name-" + subject).toName(),
                subjectKey.publicKey(),
                extensions.toExtensions());
        return Certificate.read(
                "test",
                content.sign(CRYPTO.signingKey(
                        signerKey.kind(), signerKey.pkcs8(), SignatureScheme.of(signerKey.kind(), 0, false))));
    }

    private static boolean isSigned(Certificate below, Certificate above) {
        return Chains.mayHaveSigned(above, below) && Signatures.isSignedBy(below, above.key(), CRYPTO);
    }

    @Property(tries = 150)
    void everyChainVerifiesEndsAndReachesARootWhereThereIsOne(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 14) int size) {
        Random random = new Random(seed);
        Map<String, Certificate> all = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            all.put("id-" + random.nextInt(1000) + "-" + i, certificate(random, i));
        }

        Map<String, List<String>> chains =
                Chains.of(all, (below, above) -> Signatures.isSignedBy(below, above.key(), CRYPTO));

        assertThat(chains.keySet()).isEqualTo(all.keySet());
        chains.forEach((id, chain) -> {
            assertThat(chain).startsWith(id).doesNotHaveDuplicates();
            for (int i = 1; i < chain.size(); i++) {
                assertThat(isSigned(at(all, chain.get(i - 1)), at(all, chain.get(i))))
                        .as("link %d of %s", i, chain)
                        .isTrue();
            }
            Certificate last = at(all, chain.get(chain.size() - 1));
            assertThat(isSigned(last, last)).as("ends in a root").isEqualTo(reachesRoot(all, id));
        });
    }

    /** By brute force: all that can be reached. */
    private static boolean reachesRoot(Map<String, Certificate> all, String start) {
        Set<String> reached = new LinkedHashSet<>(Set.of(start));
        Set<String> done = new HashSet<>();
        while (!done.containsAll(reached)) {
            for (String id : List.copyOf(reached)) {
                done.add(id);
                all.keySet().stream()
                        .filter(above -> isSigned(at(all, id), at(all, above)))
                        .forEach(reached::add);
            }
        }
        return reached.stream().anyMatch(id -> isSigned(at(all, id), at(all, id)));
    }

    private static Certificate at(Map<String, Certificate> all, String id) {
        Certificate found = all.get(id);
        if (found == null) {
            throw new AssertionError(id);
        }
        return found;
    }
}
