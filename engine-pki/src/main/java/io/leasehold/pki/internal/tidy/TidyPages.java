package io.leasehold.pki.internal.tidy;

import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.issuer.Issuer;
import io.leasehold.pki.internal.issuer.IssuerDirectory;
import io.leasehold.pki.internal.record.CertificateRecord;
import io.leasehold.pki.internal.record.Records;
import io.leasehold.pki.internal.record.RevokedRecord;
import io.leasehold.pki.internal.x509.Certificate;
import io.leasehold.pki.internal.x509.Signatures;
import io.leasehold.spi.engine.Versioned;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Tidies a page of something. What was tidied already is found tidied, so that a page may be done twice. */
final class TidyPages {

    /** Few enough that a cancelled run ends soon. */
    static final int PAGE = 100;

    private final Records records;
    private final IssuerDirectory issuers;
    private final Crypto crypto;
    private final Consumer<String> removal;

    TidyPages(Records records, IssuerDirectory issuers, Crypto crypto, Consumer<String> removal) {
        this.records = records;
        this.issuers = issuers;
        this.crypto = crypto;
        this.removal = removal;
    }

    /**
     * What a page came to.
     *
     * @param counts what was done
     * @param cursor where the next page begins; empty when there is none
     */
    record Result(TidyCounts counts, String cursor) {

        static final Result NOTHING = new Result(TidyCounts.NONE, "");
    }

    Result tidy(TidyRun run, Instant now) {
        TidyOptions options = run.options();
        long before = now.minus(options.safetyBuffer()).getEpochSecond();
        return switch (run.phase()) {
            case CERTIFICATES -> certificates(Records.Kind.STORED, options, run.cursor(), before);
            case SERIALS -> certificates(Records.Kind.SERIAL, options, run.cursor(), before);
            case REVOCATIONS -> revocations(options, run.cursor(), before);
            case ISSUERS ->
                options.tidyExpiredIssuers() ? issuers(now.minus(options.issuerSafetyBuffer())) : Result.NOTHING;
            case END -> Result.NOTHING;
        };
    }

    private Result certificates(Records.Kind kind, TidyOptions options, String cursor, long before) {
        if (!options.tidyCertStore()) {
            return Result.NOTHING;
        }
        List<Versioned<CertificateRecord>> page = records.certificates(kind, cursor, PAGE);
        long removed = page.stream()
                .filter(record -> record.value().notAfter() < before)
                .filter(records::forget)
                .count();
        return new Result(new TidyCounts(removed, 0, 0, 0, 0, page.size(), 0), next(page));
    }

    private Result revocations(TidyOptions options, String cursor, long before) {
        if (!options.tidyRevokedCerts() && !options.tidyRevokedCertIssuerAssociations()) {
            return Result.NOTHING;
        }
        List<Versioned<RevokedRecord>> page = records.revocations(cursor, PAGE);
        long removed = 0;
        long found = 0;
        long missing = 0;
        for (Versioned<RevokedRecord> record : page) {
            if (options.tidyRevokedCerts() && record.value().notAfter() < before) {
                // The certificate first: a run that dies in between finds the revocation again.
                records.forgetCertificate(Records.serialOf(record.path()));
                removed += records.forget(record) ? 1 : 0;
            } else if (issuers.byId(record.value().issuerId()).isEmpty()) {
                boolean associated = options.tidyRevokedCertIssuerAssociations() && associate(record);
                found += associated ? 1 : 0;
                missing += associated ? 0 : 1;
            }
        }
        return new Result(new TidyCounts(0, removed, found, missing, 0, 0, page.size()), next(page));
    }

    private boolean associate(Versioned<RevokedRecord> found) {
        RevokedRecord record = found.value();
        String encoded = record.certificate();
        if (encoded == null) {
            return false;
        }
        Certificate certificate =
                Certificate.read("certificate", Base64.getDecoder().decode(encoded));
        Optional<Issuer> signer = issuers.all().stream()
                .filter(issuer -> Certificate.sameName(issuer.certificate().subject(), certificate.issuer()))
                .filter(issuer ->
                        Signatures.isSignedBy(certificate, issuer.certificate().key(), crypto))
                .findFirst();
        return signer.isPresent()
                && records.amend(
                        found,
                        new RevokedRecord(
                                signer.get().id(), record.revokedAt(), record.reason(), record.notAfter(), encoded));
    }

    private Result issuers(Instant before) {
        String byDefault = issuers.byDefault().map(Issuer::id).orElse("");
        List<Issuer> expired = issuers.all().stream()
                .filter(issuer -> issuer.certificate().notAfter().isBefore(before))
                .filter(issuer -> !issuer.id().equals(byDefault))
                .toList();
        expired.forEach(issuer -> removal.accept(issuer.id()));
        return new Result(new TidyCounts(0, 0, 0, 0, expired.size(), 0, 0), "");
    }

    private static String next(List<? extends Versioned<?>> page) {
        return page.size() < PAGE ? "" : page.get(page.size() - 1).path();
    }
}
