package io.leasehold.pki.internal.crl;

import io.leasehold.pki.internal.record.Records;
import io.leasehold.pki.internal.record.RevokedRecord;
import io.leasehold.spi.engine.Versioned;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The lines of all lists, kept in memory between builds: what came since the last one is read by its serial, and everything only
 * when too much came, or after a start. For one thread at a time.
 */
final class RevokedEntries {

    /** Enough that even the longest list is read in few accesses, and small enough for memory. */
    static final int PAGE = 1000;

    /** How long an announced revocation is waited for; its writer is dead by then. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Records records;
    private final Changes changes;
    private final Map<BigInteger, CrlEntry> entries = new HashMap<>();
    private final Map<BigInteger, Instant> missing = new HashMap<>();
    private volatile boolean waiting;
    private long position = -1;
    private long epoch = -1;

    RevokedEntries(Records records, Changes changes) {
        this.records = records;
        this.changes = changes;
    }

    /** Whether something was announced that is not written yet, as far as this instance knows. */
    boolean isWaiting() {
        return waiting;
    }

    /**
     * Reads what is new.
     *
     * @param now the store's time
     * @param all whether to read everything again
     * @param listed when the oldest of the full lists was made, in seconds since 1970: an expired certificate that was revoked
     *     before that is on no list any more
     * @return whether a line came or changed
     */
    boolean refresh(Instant now, boolean all, long listed) {
        // First how far it has come, then the records: what is announced in between is read next time.
        ChangeStamp stamp = changes.fresh().value();
        long behind = stamp.count() - position;
        boolean grew;
        if (all
                || position < 0
                || behind < 0
                || stamp.epoch() != epoch
                || behind > stamp.serials().size()) {
            scan(now.getEpochSecond(), listed);
            stamp.serials().forEach(serial -> expect(serial, now));
            grew = true;
        } else {
            List<String> recent = stamp.serials();
            recent.subList((int) (recent.size() - behind), recent.size()).forEach(serial -> expect(serial, now));
            grew = false;
        }
        position = stamp.count();
        epoch = stamp.epoch();
        entries.values()
                .removeIf(entry -> !isListed(entry.notAfter(), entry.revokedAt(), now.getEpochSecond(), listed));
        grew |= readMissing();
        missing.values().removeIf(since -> since.plus(PATIENCE).isBefore(now));
        waiting = !missing.isEmpty();
        return grew;
    }

    /** How many announcements these lines cover. */
    long position() {
        return position;
    }

    Collection<CrlEntry> all() {
        return Collections.unmodifiableCollection(entries.values());
    }

    /**
     * Whether a certificate belongs on a list. An expired one is left out, unless it was revoked since the last list, so that
     * each is on one list at least (RFC 5280, section 3.3).
     *
     * @param notAfter until when it is valid
     * @param revokedAt when it was revoked
     * @param now the time
     * @param listed when the last full list was made
     * @return whether it does
     */
    static boolean isListed(long notAfter, long revokedAt, long now, long listed) {
        return notAfter >= now || revokedAt >= listed;
    }

    private void expect(String serial, Instant now) {
        BigInteger number = new BigInteger(serial, 16);
        if (!entries.containsKey(number)) {
            missing.putIfAbsent(number, now);
        }
    }

    private boolean readMissing() {
        int before = entries.size();
        missing.keySet().removeIf(serial -> {
            var found = records.revocation(serial);
            found.ifPresent(record -> entries.put(serial, CrlEntry.of(serial, record)));
            return found.isPresent();
        });
        return entries.size() > before;
    }

    private void scan(long now, long listed) {
        Map<BigInteger, CrlEntry> read = new HashMap<>();
        String after = "";
        List<Versioned<RevokedRecord>> page;
        do {
            page = records.revocations(after, PAGE);
            for (Versioned<RevokedRecord> found : page) {
                RevokedRecord record = found.value();
                if (isListed(record.notAfter(), record.revokedAt(), now, listed)) {
                    BigInteger serial = Records.serialOf(found.path());
                    read.put(serial, CrlEntry.of(serial, record));
                }
                after = found.path();
            }
        } while (page.size() == PAGE);
        entries.clear();
        entries.putAll(read);
        missing.keySet().removeAll(read.keySet());
    }
}
