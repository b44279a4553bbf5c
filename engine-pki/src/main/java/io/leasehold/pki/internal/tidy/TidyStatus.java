package io.leasehold.pki.internal.tidy;

import io.leasehold.spi.binding.Field;
import java.time.Instant;
import java.util.Locale;

/**
 * What a run has come to.
 *
 * @param state {@code Inactive}, {@code Running}, {@code Cancelling}, {@code Cancelled}, {@code Finished} or {@code Error}
 * @param message what it is at, while it runs
 * @param error why it failed
 * @param timeStarted when it began
 * @param timeFinished when it ended
 * @param certStoreDeletedCount certificates and serials that were removed
 * @param revokedCertDeletedCount revocations that were removed
 * @param revokedCertAssociatedCount revocations whose issuer was found
 * @param missingIssuerCertCount revocations whose issuer is not known
 * @param issuerDeletedCount issuers that were removed
 * @param currentCertStoreCount certificates and serials that were looked at and stay
 * @param currentRevokedCertCount revocations that were looked at and stay
 */
record TidyStatus(
        @Field("Inactive, Running, Cancelling, Cancelled, Finished or Error.")
        String state,

        @Field("What it is at, while it runs.") String message,
        @Field("Why it failed.") String error,
        @Field("When it began (RFC 3339, UTC).") String timeStarted,
        @Field("When it ended.") String timeFinished,

        @Field("Certificates and serials that were removed.")
        long certStoreDeletedCount,

        @Field("Revocations that were removed.") long revokedCertDeletedCount,
        @Field("Revocations whose issuer was found.") long revokedCertAssociatedCount,
        @Field("Revocations whose issuer is not known.") long missingIssuerCertCount,
        @Field("Issuers that were removed.") long issuerDeletedCount,

        @Field("Certificates and serials that were looked at and stay.")
        long currentCertStoreCount,

        @Field("Revocations that were looked at and stay.") long currentRevokedCertCount) {

    static TidyStatus of(TidyRun run) {
        TidyCounts counts = run.counts();
        String state = run.state().name();
        return new TidyStatus(
                state.charAt(0) + state.substring(1).toLowerCase(Locale.ROOT),
                run.isActive() ? "tidying " + run.phase().name().toLowerCase(Locale.ROOT) : "",
                run.error(),
                time(run.startedAt()),
                time(run.finishedAt()),
                counts.certificates(),
                counts.revocations(),
                counts.associations(),
                counts.missingIssuer(),
                counts.issuers(),
                counts.seenCertificates() - counts.certificates(),
                counts.seenRevocations() - counts.revocations());
    }

    private static String time(long seconds) {
        return seconds == 0 ? "" : Instant.ofEpochSecond(seconds).toString();
    }
}
