package io.leasehold.pki.internal.revocation;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.NotFoundException;
import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.crypto.KeyKind;
import io.leasehold.pki.internal.issuer.Issuer;
import io.leasehold.pki.internal.issuer.IssuerDirectory;
import io.leasehold.pki.internal.record.CertificateRecord;
import io.leasehold.pki.internal.record.Records;
import io.leasehold.pki.internal.record.RevokedRecord;
import io.leasehold.pki.internal.x509.Certificate;
import io.leasehold.pki.internal.x509.Serials;
import io.leasehold.pki.internal.x509.Signatures;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;

/**
 * Revokes certificates. A revocation is durable when a method returns, and answers about the certificate change at once; lists
 * follow within about a second. Never waits for a list to be built. Thread-safe.
 */
public final class Revocations {

    /** A certificate that ends within this time is not worth a revocation: clocks differ by more. */
    private static final Duration NEARLY_EXPIRED = Duration.ofSeconds(2);

    /** Half of what those who build lists wait for an announced revocation. */
    private static final Duration LATE = Duration.ofSeconds(15);

    private final IssuerDirectory issuers;
    private final Records records;
    private final Crypto crypto;
    private final Supplier<Instant> clock;
    private final Consumer<BigInteger> announcement;
    private final BooleanSupplier expiredToo;

    /**
     * Creates it.
     *
     * @param issuers the authorities
     * @param records where revocations are kept
     * @param crypto verifies
     * @param clock the store's time
     * @param announcement tells those who build lists, before the revocation is written, so that a process that dies in between
     *     leaves nothing unnoticed
     * @param expiredToo whether expired certificates are revoked as well
     */
    public Revocations(
            IssuerDirectory issuers,
            Records records,
            Crypto crypto,
            Supplier<Instant> clock,
            Consumer<BigInteger> announcement,
            BooleanSupplier expiredToo) {
        this.issuers = issuers;
        this.records = records;
        this.crypto = crypto;
        this.clock = clock;
        this.announcement = announcement;
        this.expiredToo = expiredToo;
    }

    /** What became of a request. */
    public sealed interface Outcome {

        /**
         * The certificate is revoked, by this request or an earlier one.
         *
         * @param record the revocation that counts
         */
        record Revoked(RevokedRecord record) implements Outcome {}

        /**
         * The certificate has expired, or is about to, and is not listed.
         *
         * @param notAfter when
         */
        record Expired(Instant notAfter) implements Outcome {}
    }

    /**
     * Revokes a certificate that is known here.
     *
     * @param serial its serial
     * @param reason why
     * @param proof the certificate's private key, which must belong to it; empty when the caller needs none
     * @return what became of it
     */
    public Outcome bySerial(BigInteger serial, RevocationReason reason, Optional<PrivateKeyInfo> proof) {
        Optional<CertificateRecord> found = records.find(serial);
        if (found.isEmpty()) {
            refuseIssuerOf(serial);
            Optional<RevokedRecord> earlier = proof.isEmpty() ? records.revocation(serial) : Optional.empty();
            return new Outcome.Revoked(earlier.orElseThrow(() -> new NotFoundException(
                    "certificate with serial " + Serials.text(serial) + " not found: give the certificate itself")));
        }
        CertificateRecord record = found.get();
        Optional<Certificate> certificate = certificate(record);
        certificate.ifPresent(this::refuseIssuer);
        proof.ifPresent(key -> check(
                key,
                certificate.orElseThrow(() -> new InvalidRequestException(
                        "serial_number",
                        "only the serial of this certificate is kept, which a key cannot be compared with:"
                                + " give the certificate"))));
        return revoke(serial, record, reason);
    }

    /**
     * Revokes a certificate that some authority here has signed, whether it is known here or not.
     *
     * @param certificate the certificate, from anybody
     * @param reason why
     * @param proof the certificate's private key, which must belong to it; empty when the caller needs none
     * @return what became of it
     */
    public Outcome byCertificate(Certificate certificate, RevocationReason reason, Optional<PrivateKeyInfo> proof) {
        BigInteger serial = certificate.serial();
        if (serial.signum() <= 0 || serial.bitLength() > 8 * 20) {
            throw new InvalidRequestException(
                    "certificate", "its serial number is not one that is issued here: positive, at most 20 octets");
        }
        refuseIssuer(certificate);
        String encoded = Base64.getEncoder().encodeToString(certificate.der());
        Optional<CertificateRecord> known = records.find(serial);
        String stored = known.map(CertificateRecord::certificate).orElse(null);
        if (stored != null && !stored.equals(encoded)) {
            throw new InvalidRequestException(
                    "certificate",
                    "a certificate with the same serial number but other content is stored here: it is not this one");
        }
        proof.ifPresent(key -> check(key, certificate));
        if (stored != null) {
            return revoke(serial, known.get(), reason);
        }
        CertificateRecord record = new CertificateRecord(
                signer(certificate).id(), certificate.notAfter().getEpochSecond(), encoded);
        if (known.isEmpty() && !isExpired(record)) {
            records.add(serial, record);
        }
        return revoke(serial, record, reason);
    }

    /**
     * Revokes the certificate of a lease. Idempotent: one that is not known, or expired, needs nothing done.
     *
     * @param serial its serial
     * @return false when nothing is kept of it
     */
    public boolean revokeLeased(BigInteger serial) {
        Optional<CertificateRecord> found = records.find(serial);
        found.ifPresent(record -> revoke(serial, record, RevocationReason.UNSPECIFIED));
        return found.isPresent();
    }

    private Outcome revoke(BigInteger serial, CertificateRecord record, RevocationReason reason) {
        Optional<RevokedRecord> earlier = records.revocation(serial);
        if (earlier.isPresent()) {
            return new Outcome.Revoked(earlier.get());
        }
        if (isExpired(record) && !expiredToo.getAsBoolean()) {
            return new Outcome.Expired(Instant.ofEpochSecond(record.notAfter()));
        }
        Instant announced = clock.get();
        announcement.accept(serial);
        RevokedRecord revoked = records.revoke(
                serial,
                new RevokedRecord(
                        record.issuerId(),
                        clock.get().getEpochSecond(),
                        reason.code(),
                        record.notAfter(),
                        record.certificate()));
        if (announced.plus(LATE).isBefore(clock.get())) {
            // This process stood still in between, so that nobody may be waiting for it any more.
            announcement.accept(serial);
        }
        return new Outcome.Revoked(revoked);
    }

    private boolean isExpired(CertificateRecord record) {
        return Instant.ofEpochSecond(record.notAfter()).isBefore(clock.get().plus(NEARLY_EXPIRED));
    }

    private static Optional<Certificate> certificate(CertificateRecord record) {
        String encoded = record.certificate();
        return encoded == null
                ? Optional.empty()
                : Optional.of(
                        Certificate.read("certificate", Base64.getDecoder().decode(encoded)));
    }

    private void refuseIssuer(Certificate certificate) {
        issuers.all().stream()
                .filter(issuer -> issuer.certificate().equals(certificate))
                .findFirst()
                .ifPresent(Revocations::refuse);
    }

    private void refuseIssuerOf(BigInteger serial) {
        issuers.all().stream()
                .filter(issuer -> issuer.certificate().serial().equals(serial))
                .findFirst()
                .ifPresent(Revocations::refuse);
    }

    private static void refuse(Issuer issuer) {
        throw new InvalidRequestException("the certificate is that of the issuer " + issuer.label()
                + ", which cannot be listed by itself: use issuer/" + issuer.label() + "/revoke");
    }

    private Issuer signer(Certificate certificate) {
        return issuers.all().stream()
                .filter(issuer -> Certificate.sameName(issuer.certificate().subject(), certificate.issuer()))
                .filter(issuer ->
                        Signatures.isSignedBy(certificate, issuer.certificate().key(), crypto))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(
                        "certificate", "no issuer of this mount has signed it: it cannot be revoked here"));
    }

    private void check(PrivateKeyInfo key, Certificate certificate) {
        KeyKind kind = KeyKind.of(certificate.key(), "certificate");
        if (!crypto.belongTogether(kind, key, certificate.key())) {
            throw new InvalidRequestException("private_key", "does not match the certificate's public key");
        }
    }
}
