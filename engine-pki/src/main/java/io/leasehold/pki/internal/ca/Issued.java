package io.leasehold.pki.internal.ca;

import io.leasehold.pki.internal.crypto.SigningKey;
import io.leasehold.pki.internal.record.CertificateRecord;
import io.leasehold.pki.internal.record.Records;
import io.leasehold.pki.internal.x509.Certificate;
import io.leasehold.pki.internal.x509.CertificateContent;
import io.leasehold.pki.internal.x509.Serials;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Function;

/** Signs certificates of authorities under serials that nobody else in the mount has, and keeps them. Thread-safe. */
final class Issued {

    private static final int TRIES = 5;

    private final Records records;
    private final SecureRandom random;

    Issued(Records records, SecureRandom random) {
        this.records = records;
        this.random = random;
    }

    /**
     * Signs a certificate and keeps it, before anybody gets it.
     *
     * @param issuerId the UUID of who signs
     * @param signer its key
     * @param content what the certificate says, for a serial
     * @return the certificate
     */
    Certificate sign(String issuerId, SigningKey signer, Function<BigInteger, CertificateContent> content) {
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            BigInteger serial = Serials.random(random);
            Certificate made =
                    Certificate.read("certificate", content.apply(serial).sign(signer));
            if (keep(issuerId, made)) {
                return made;
            }
        }
        throw new IllegalStateException("the source of randomness repeats itself: no serial number was free");
    }

    /** Keeps a certificate; false when its serial is taken, as that of a certificate from elsewhere may be. */
    boolean keep(String issuerId, Certificate certificate) {
        return records.add(
                certificate.serial(),
                new CertificateRecord(
                        issuerId,
                        certificate.notAfter().getEpochSecond(),
                        Base64.getEncoder().encodeToString(certificate.der())));
    }
}
