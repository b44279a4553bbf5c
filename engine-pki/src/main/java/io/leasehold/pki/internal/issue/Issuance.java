package io.leasehold.pki.internal.issue;

import io.leasehold.error.TargetRefusedException;
import io.leasehold.pki.IssuedCertificate;
import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.crypto.NewKey;
import io.leasehold.pki.internal.record.CertificateRecord;
import io.leasehold.pki.internal.record.Completeness;
import io.leasehold.pki.internal.record.Records;
import io.leasehold.pki.internal.x509.CertificateContent;
import io.leasehold.pki.internal.x509.KeyIds;
import io.leasehold.pki.internal.x509.Serials;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.jspecify.annotations.Nullable;

/**
 * Signs what was decided on, and puts it on record before anybody gets it. Thread-safe.
 *
 * <p>A process that is killed before the record was written leaves nothing: the certificate was never seen by anybody. After
 * that it leaves the record of a certificate that nobody has, which tidy removes when it has ended.
 */
class Issuance {

    /** Serials are drawn from 2^159, so that more than one collision is a broken source of randomness. */
    private static final int DRAWS = 3;

    private final Crypto crypto;
    private final Records records;
    private final Completeness completeness;
    private final IssuanceRate rate;
    private final SecureRandom random;

    Issuance(Crypto crypto, Records records, Completeness completeness, IssuanceRate rate, SecureRandom random) {
        this.crypto = crypto;
        this.records = records;
        this.completeness = completeness;
        this.rate = rate;
        this.random = random;
    }

    /**
     * The key that a certificate is for.
     *
     * @param made the key when it was made here, else null
     * @param publicKey the public key
     */
    record SubjectKey(@Nullable NewKey made, SubjectPublicKeyInfo publicKey) {

        @Override
        public String toString() {
            return "SubjectKey";
        }
    }

    /** Draws a serial. */
    BigInteger serial() {
        return Serials.random(random);
    }

    /** Makes the key, if it is to be made here. */
    SubjectKey key(Draft draft) {
        if (draft.key() instanceof Draft.Key.New wanted) {
            NewKey made = crypto.generate(wanted.kind());
            return new SubjectKey(made, made.publicKey());
        }
        return new SubjectKey(null, ((Draft.Key.Given) draft.key()).key());
    }

    /** Issues under a serial that is drawn here. */
    IssuedCertificate issue(Draft draft) {
        SubjectKey key = key(draft);
        for (int draw = 1; draw <= DRAWS; draw++) {
            IssuedCertificate issued = issue(draft, key, serial());
            if (issued != null) {
                return issued;
            }
        }
        throw taken();
    }

    /** Issues under a given serial, which was in use before if there is no result. */
    @Nullable
    IssuedCertificate issue(Draft draft, SubjectKey key, BigInteger serial) {
        byte[] der = sign(draft, key, serial);
        if (!keep(draft, serial, der)) {
            return null;
        }
        rate.count(draft.madeAt());
        return Rendering.of(draft, serial, der, key.made());
    }

    static TargetRefusedException taken() {
        return new TargetRefusedException(
                "no serial number could be drawn that is not in use: the source of randomness is broken", false, null);
    }

    static Duration life(Draft draft) {
        return Duration.between(draft.madeAt(), draft.validity().notAfter());
    }

    private byte[] sign(Draft draft, SubjectKey key, BigInteger serial) {
        LeafProfile profile = draft.profile();
        return new CertificateContent(
                        serial,
                        profile.issuer().issuer().certificate().subject(),
                        draft.validity().notBefore(),
                        draft.validity().notAfter(),
                        draft.subject(),
                        key.publicKey(),
                        extensions(draft, key.publicKey()))
                .sign(profile.signer());
    }

    private static Extensions extensions(Draft draft, SubjectPublicKeyInfo key) {
        List<Extension> all =
                new ArrayList<>(draft.extensions().size() + draft.common().size() + 1);
        all.addAll(draft.common());
        all.addAll(draft.extensions());
        all.add(new Extension(
                Extension.subjectKeyIdentifier,
                false,
                new DEROctetString(encoded(new SubjectKeyIdentifier(KeyIds.of(key))))));
        return new Extensions(all.toArray(Extension[]::new));
    }

    private static byte[] encoded(SubjectKeyIdentifier id) {
        byte[] octets = id.getKeyIdentifier();
        byte[] der = new byte[octets.length + 2];
        der[0] = 4;
        der[1] = (byte) octets.length;
        System.arraycopy(octets, 0, der, 2, octets.length);
        return der;
    }

    private boolean keep(Draft draft, BigInteger serial, byte[] der) {
        long end = draft.validity().notAfter().getEpochSecond();
        String issuer = draft.profile().issuer().issuer().id();
        return switch (draft.keeping()) {
            case CERTIFICATE -> records.add(serial, new CertificateRecord(issuer, end, Rendering.base64(der)));
            case SERIAL -> records.add(serial, new CertificateRecord(issuer, end, null));
            case NOTHING -> {
                completeness.announce(draft.madeAt(), draft.validity().notAfter());
                yield true;
            }
        };
    }
}
