package io.leasehold.pki.internal.ocsp;

import io.leasehold.pki.internal.crl.CrlConfig;
import io.leasehold.pki.internal.crl.CrlConfigs;
import io.leasehold.pki.internal.issuer.Issuer;
import io.leasehold.pki.internal.issuer.IssuerDirectory;
import io.leasehold.pki.internal.issuer.Usage;
import io.leasehold.pki.internal.record.CertificateRecord;
import io.leasehold.pki.internal.record.Records;
import io.leasehold.pki.internal.record.RevokedRecord;
import io.leasehold.pki.internal.revocation.RevokedIssuers;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ocsp.OCSPResponseStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers whether a certificate is revoked, from the records themselves: what was revoked a moment ago is revoked here. Costs a
 * few reads and a signature, however many certificates there are. Thread-safe.
 */
public final class OcspResponder {

    private static final Logger LOG = LoggerFactory.getLogger(OcspResponder.class);

    private final IssuerDirectory issuers;
    private final RevokedIssuers revokedIssuers;
    private final Records records;
    private final CrlConfigs configs;
    private final BooleanSupplier complete;
    private final Supplier<Instant> clock;

    /**
     * Creates the responder.
     *
     * @param issuers the authorities
     * @param revokedIssuers those that were revoked
     * @param records what is kept of certificates
     * @param configs the configuration
     * @param complete whether every certificate that was issued is on record, so that one which is not was not issued here
     * @param clock the store's time
     */
    public OcspResponder(
            IssuerDirectory issuers,
            RevokedIssuers revokedIssuers,
            Records records,
            CrlConfigs configs,
            BooleanSupplier complete,
            Supplier<Instant> clock) {
        this.issuers = issuers;
        this.revokedIssuers = revokedIssuers;
        this.records = records;
        this.configs = configs;
        this.complete = complete;
        this.clock = clock;
    }

    /**
     * Answers a question.
     *
     * @param der the question, from anybody
     * @return the answer in DER; never fails
     */
    public byte[] answer(byte[] der) {
        try {
            CrlConfig config = configs.get();
            if (config.ocspDisable()) {
                return OcspAnswer.error(OCSPResponseStatus.UNAUTHORIZED);
            }
            Optional<OcspRequest> request = OcspRequest.read(der);
            return request.isEmpty()
                    ? OcspAnswer.error(OCSPResponseStatus.MALFORMED_REQUEST)
                    : answer(request.get(), config);
        } catch (RuntimeException e) {
            LOG.warn("A question about a certificate could not be answered", e);
            return OcspAnswer.error(OCSPResponseStatus.INTERNAL_ERROR);
        }
    }

    private byte[] answer(OcspRequest request, CrlConfig config) {
        List<Issuer> asked = issuers.all().stream()
                .filter(issuer -> IssuerMatch.matches(issuer, request.certificate()))
                .toList();
        Optional<Issuer> signer = asked.isEmpty()
                ? issuers.byDefault().filter(OcspResponder::answers)
                : asked.stream().filter(OcspResponder::answers).findFirst();
        if (signer.isEmpty()) {
            return OcspAnswer.error(OCSPResponseStatus.UNAUTHORIZED);
        }
        OcspStatus status = asked.isEmpty()
                ? new OcspStatus.Unknown()
                : status(request.certificate().getSerialNumber().getValue(), asked);
        return OcspAnswer.signed(
                signer.get(),
                signer.get().revocationKey().orElseThrow(),
                request,
                status,
                clock.get(),
                config.ocspExpiry());
    }

    private static boolean answers(Issuer issuer) {
        return issuer.revocationKey().isPresent() && issuer.usages().contains(Usage.OCSP_SIGNING);
    }

    /** Of a certificate of one authority, which several issuers may stand for: they have the same name and key. */
    private OcspStatus status(BigInteger serial, List<Issuer> asked) {
        if (serial.signum() <= 0 || serial.bitLength() > 8 * 20) {
            // Never issued: not even a path of its own.
            return new OcspStatus.Unknown();
        }
        Set<String> ids = asked.stream().map(Issuer::id).collect(Collectors.toSet());
        Optional<RevokedRecord> revocation =
                records.revocation(serial).filter(record -> isFrom(record.issuerId(), ids));
        if (revocation.isPresent()) {
            return new OcspStatus.Revoked(revocation.get());
        }
        Optional<OcspStatus> below = below(serial, asked.get(0));
        if (below.isPresent()) {
            return below.get();
        }
        Optional<CertificateRecord> record = records.find(serial);
        if (record.isPresent()) {
            return isFrom(record.get().issuerId(), ids) ? new OcspStatus.Good() : new OcspStatus.Unknown();
        }
        return complete.getAsBoolean() ? new OcspStatus.Unknown() : new OcspStatus.Good();
    }

    /** Certificates whose issuer is not known any more are listed by the default, and asked of it. */
    private boolean isFrom(String issuerId, Set<String> asked) {
        return asked.contains(issuerId)
                || (issuers.byId(issuerId).isEmpty()
                        && issuers.byDefault()
                                .map(issuer -> asked.contains(issuer.id()))
                                .orElse(false));
    }

    /** Authorities of the mount that the asked one signed. */
    private Optional<OcspStatus> below(BigInteger serial, Issuer asked) {
        return issuers.all().stream()
                .filter(issuer -> issuer.certificate().serial().equals(serial))
                .filter(issuer -> revokedIssuers.isSignedBy(issuer.certificate(), asked.certificate()))
                .findFirst()
                .map(issuer -> RevokedIssuers.record(issuer, asked.id())
                        .<OcspStatus>map(OcspStatus.Revoked::new)
                        .orElseGet(OcspStatus.Good::new));
    }
}
