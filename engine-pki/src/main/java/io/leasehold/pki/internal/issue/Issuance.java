package io.leasehold.pki.internal.issue;

import io.leasehold.error.TargetRefusedException;
import io.leasehold.pki.IssuedCertificate;
import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.crypto.NewKey;
import io.leasehold.pki.internal.record.CertificateRecord;
import io.leasehold.pki.internal.record.Completeness;
import io.leasehold.pki.internal.record.Records;
import io.leasehold.pki.internal.x509.CertificateParts;
import io.leasehold.pki.internal.x509.EncodedExtension;
import io.leasehold.pki.internal.x509.Serials;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Object;
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
     * @param publicKey the public key in DER; not to be written to
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record SubjectKey(@Nullable NewKey made, byte[] publicKey) {

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
            return new SubjectKey(made, made.encodedPublicKey());
        }
        return new SubjectKey(null, inDer(((Draft.Key.Given) draft.key()).key()));
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
        // Once for the record and for the answer.
        String base64 = Rendering.base64(der);
        if (!keep(draft, serial, base64)) {
            return null;
        }
        rate.count(draft.madeAt());
        return Rendering.of(draft, serial, base64, key.made());
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
        List<EncodedExtension> extensions =
                new ArrayList<>(draft.extensions().size() + draft.common().size() + 1);
        extensions.addAll(draft.common());
        extensions.addAll(draft.extensions());
        extensions.add(EncodedExtension.subjectKeyId(key.publicKey()));
        return new CertificateParts(
                        serial,
                        profile.issuer().name(),
                        draft.validity().notBefore(),
                        draft.validity().notAfter(),
                        inDer(draft.subject()),
                        key.publicKey(),
                        extensions)
                .sign(profile.signer());
    }

    private static byte[] inDer(ASN1Object part) {
        try {
            return part.getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalArgumentException("a part of a certificate cannot be encoded", e);
        }
    }

    private boolean keep(Draft draft, BigInteger serial, String base64) {
        long end = draft.validity().notAfter().getEpochSecond();
        String issuer = draft.profile().issuer().issuer().id();
        return switch (draft.keeping()) {
            case CERTIFICATE -> records.add(serial, new CertificateRecord(issuer, end, base64));
            case SERIAL -> records.add(serial, new CertificateRecord(issuer, end, null));
            case NOTHING -> {
                completeness.announce(draft.madeAt(), draft.validity().notAfter());
                yield true;
            }
        };
    }
}
