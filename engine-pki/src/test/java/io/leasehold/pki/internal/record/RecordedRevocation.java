package io.leasehold.pki.internal.record;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Revokes by putting it on record, and tells nobody who makes lists: for tests that make none. Thread-safe. */
public final class RecordedRevocation implements CertificateRevocation {

    private static final int NO_REASON = 0;

    private final Records records;
    private final Supplier<Instant> clock;

    /**
     * Creates it.
     *
     * @param records where certificates are kept
     * @param clock what time it is
     */
    public RecordedRevocation(Records records, Supplier<Instant> clock) {
        this.records = records;
        this.clock = clock;
    }

    @Override
    public boolean revoke(BigInteger serial) {
        Optional<CertificateRecord> kept = records.find(serial);
        kept.ifPresent(record -> records.revoke(
                serial,
                new RevokedRecord(
                        record.issuerId(),
                        clock.get().getEpochSecond(),
                        NO_REASON,
                        record.notAfter(),
                        record.certificate())));
        return kept.isPresent();
    }
}
