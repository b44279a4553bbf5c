package io.leasehold.internal.alert;

import io.leasehold.alert.AlertRules;
import io.leasehold.event.EventListener;
import io.leasehold.event.LeaseholdEvent;
import io.leasehold.spi.time.TimeSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts what this process does, by the minute: leases issued by role, and renewals by mount. Memory does not grow with their
 * number, and is bounded in that of roles. Thread-safe.
 */
final class Counted implements EventListener {

    /** What is looked at for a spike. */
    static final int SPIKE_MINUTES = 5;

    /** What is normal is the mean of so many minutes before these. */
    static final int NORMAL_MINUTES = 60;

    /** With less than that nothing is known of what is normal. */
    static final int LEAST_NORMAL_MINUTES = 15;

    static final int RENEWAL_MINUTES = 15;

    /** Beyond that many, subjects are counted together. */
    static final int MOST_SUBJECTS = 1_000;

    private static final String OTHERS = "others";
    private static final long NANOS = 60_000_000_000L;
    private static final double PERCENT = 100;

    private final TimeSource time;
    private final long begun;
    private final Map<String, Minutes> issued = new HashMap<>(); // guarded by this
    private final Map<String, Renewals> renewals = new HashMap<>(); // guarded by this

    private record Renewals(Minutes all, Minutes failed) {}

    Counted(TimeSource time) {
        this.time = time;
        this.begun = minute();
    }

    private long minute() {
        return Math.floorDiv(time.nanoTime(), NANOS);
    }

    @Override
    public void on(LeaseholdEvent event) {
        if (event instanceof LeaseholdEvent.LeaseIssued lease) {
            issued(lease.origin().path());
        } else if (event instanceof LeaseholdEvent.LeaseRenewed lease) {
            renewed(lease.origin().mount(), false);
        } else if (event instanceof LeaseholdEvent.RenewalFailed lease) {
            renewed(lease.origin().mount(), true);
        }
    }

    private synchronized void issued(String role) {
        long now = minute();
        issued.computeIfAbsent(subject(issued, role), name -> new Minutes(SPIKE_MINUTES + NORMAL_MINUTES, now))
                .count(now);
    }

    private synchronized void renewed(String mount, boolean failed) {
        long now = minute();
        Renewals counts = renewals.computeIfAbsent(
                subject(renewals, mount),
                name -> new Renewals(new Minutes(RENEWAL_MINUTES, now), new Minutes(RENEWAL_MINUTES, now)));
        counts.all().count(now);
        if (failed) {
            counts.failed().count(now);
        }
    }

    private static String subject(Map<String, ?> known, String name) {
        return known.containsKey(name) || known.size() < MOST_SUBJECTS ? name : OTHERS;
    }

    /** What the rules have to say of it now. */
    synchronized List<Finding> findings(AlertRules rules) {
        long now = minute();
        List<Finding> findings = new ArrayList<>();
        int normalMinutes = (int) Math.min(NORMAL_MINUTES, now - begun - SPIKE_MINUTES + 1);
        if (normalMinutes >= LEAST_NORMAL_MINUTES) {
            issued.forEach((role, counts) -> findings.add(Finding.of(
                    Rule.CREATION_SPIKE,
                    role,
                    (double) counts.sum(now, 0, SPIKE_MINUTES),
                    spikeAbove(counts.sum(now, SPIKE_MINUTES, normalMinutes), normalMinutes, rules))));
        }
        renewals.forEach((mount, counts) -> findings.add(Finding.of(
                Rule.RENEWALS,
                mount,
                failing(
                        counts.failed().sum(now, 0, RENEWAL_MINUTES),
                        counts.all().sum(now, 0, RENEWAL_MINUTES),
                        rules.renewalFailureMinimum()),
                rules.renewalFailurePercent())));
        issued.values().removeIf(counts -> counts.isEmpty(now));
        renewals.values().removeIf(counts -> counts.all().isEmpty(now));
        return findings;
    }

    /**
     * How many leases in five minutes are no spike yet.
     *
     * @param before leases in the minutes before
     * @param minutes how many minutes these were
     * @param rules factor and minimum
     * @return the threshold
     */
    static double spikeAbove(long before, int minutes, AlertRules rules) {
        double normal = (double) before * SPIKE_MINUTES / minutes;
        return Math.max(rules.creationSpikeFactor() * normal, (double) rules.creationSpikeMinimum());
    }

    /**
     * The rate of failures.
     *
     * @param failed renewals that failed
     * @param all all renewals
     * @param least below how many failures the rate means nothing
     * @return percent; 0 where it means nothing
     */
    static double failing(long failed, long all, long least) {
        return failed < least || all == 0 ? 0 : PERCENT * (double) failed / (double) all;
    }
}
