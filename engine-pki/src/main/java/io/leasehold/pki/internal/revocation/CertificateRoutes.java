package io.leasehold.pki.internal.revocation;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.NotFoundException;
import io.leasehold.pki.PkiDocument;
import io.leasehold.pki.internal.record.CertificateRecord;
import io.leasehold.pki.internal.record.Records;
import io.leasehold.pki.internal.record.RevokedRecord;
import io.leasehold.pki.internal.x509.Pem;
import io.leasehold.pki.internal.x509.Serials;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import io.leasehold.spi.engine.Versioned;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code cert/SERIAL…}, {@code certs} and {@code certs/revoked}. */
public final class CertificateRoutes {

    private static final int LONGEST_PAGE = 1000;

    private final Records records;

    /**
     * Creates the routes.
     *
     * @param records what is kept of certificates
     */
    public CertificateRoutes(Records records) {
        this.records = records;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                // Not a variable: serials are written with colons as well, which names do not have.
                Route.at("cert/{serial*}")
                        .on(
                                Operation.READ,
                                "Reads a certificate by its serial; with /raw in DER, with /raw/pem in PEM.",
                                (call, none) -> read(call.variable("serial")))
                        .build(),
                Route.at("certs")
                        .on(
                                Operation.LIST,
                                "Lists the serials of stored certificates.",
                                (call, none) -> Reply.names(records.serials(Records.Kind.STORED)))
                        .build(),
                Route.at("certs/revoked")
                        .on(
                                Operation.LIST,
                                "Lists the serials of revoked certificates.",
                                (call, none) -> Reply.names(records.serials(Records.Kind.REVOKED)))
                        .on(
                                Operation.READ,
                                "Reads revocations a page at a time, to keep them elsewhere.",
                                RevocationPage.Request.class,
                                (call, request) -> Reply.of(export(request.after(), request.limit())))
                        .build());
    }

    private Reply read(String rest) {
        if (rest.endsWith("/raw/pem")) {
            byte[] der = der(rest.substring(0, rest.length() - "/raw/pem".length()));
            return Reply.of(new PkiDocument(PkiDocument.CHAIN, Pem.certificate(der), false));
        }
        if (rest.endsWith("/raw")) {
            byte[] der = der(rest.substring(0, rest.length() - "/raw".length()));
            return Reply.of(
                    new PkiDocument(PkiDocument.CERTIFICATE, Base64.getEncoder().encodeToString(der), true));
        }
        BigInteger serial = Serials.parse("serial_number", rest);
        Found found = find(serial);
        Optional<RevokedRecord> revocation = records.revocation(serial);
        return Reply.of(new CertificateAnswer(
                Pem.certificate(found.der()),
                revocation.map(RevokedRecord::revokedAt).orElse(0L),
                revocation
                        .map(record -> Instant.ofEpochSecond(record.revokedAt()).toString())
                        .orElse(""),
                found.issuerId()));
    }

    private byte[] der(String serial) {
        return find(Serials.parse("serial_number", serial)).der();
    }

    @SuppressWarnings("ArrayRecordComponent") // for one method
    private record Found(byte[] der, String issuerId) {}

    private Found find(BigInteger serial) {
        Optional<CertificateRecord> record = records.find(serial);
        Optional<RevokedRecord> revocation = records.revocation(serial);
        String issuerId = record.map(CertificateRecord::issuerId)
                .or(() -> revocation.map(RevokedRecord::issuerId))
                .orElse("");
        return record.map(CertificateRecord::certificate)
                .or(() -> revocation.map(RevokedRecord::certificate))
                .map(encoded -> new Found(Base64.getDecoder().decode(encoded), issuerId))
                .orElseThrow(
                        () -> new NotFoundException("certificate with serial " + Serials.text(serial) + " not found"
                                + (record.isPresent() ? ": only its serial is kept, as its role has no_store" : "")));
    }

    private RevocationPage export(@Nullable String after, int asked) {
        if (asked < 0 || asked > LONGEST_PAGE) {
            throw new InvalidRequestException("limit", "must be from 1 to " + LONGEST_PAGE + ", was " + asked);
        }
        int limit = asked == 0 ? LONGEST_PAGE : asked;
        String from = after == null || after.isBlank() ? "" : Records.revocationPath(Serials.parse("after", after));
        List<Versioned<RevokedRecord>> page = records.revocations(from, limit);
        List<RevocationPage.Exported> revocations =
                page.stream().map(CertificateRoutes::exported).toList();
        String next = page.size() < limit ? "" : revocations.get(limit - 1).serialNumber();
        return new RevocationPage(revocations, next);
    }

    private static RevocationPage.Exported exported(Versioned<RevokedRecord> found) {
        RevokedRecord record = found.value();
        return new RevocationPage.Exported(
                Serials.text(Records.serialOf(found.path())),
                record.revokedAt(),
                RevocationReason.of(record.reason()).spelling(),
                record.notAfter(),
                record.issuerId());
    }
}
