package io.leasehold.it.monitoring;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The meters that there are, and how Micrometer's Prometheus registry spells them: dots become underscores, a counter ends in
 * {@code _total}, a time in {@code _seconds}, and a timer has a count, a sum and a maximum.
 */
final class Meters {

    private static final List<String> GAUGES = List.of(
            "leasehold.leases",
            "leasehold.expiry.paused",
            "leasehold.expiry.due",
            "leasehold.target.up",
            "leasehold.target.calls",
            "leasehold.secret.generation",
            "leasehold.secret.failures",
            "leasehold.secret.draining",
            "leasehold.database.leases",
            "leasehold.database.connections",
            "leasehold.database.connections.max",
            "leasehold.database.connections.used",
            "leasehold.aws.users",
            "leasehold.aws.users.max",
            "leasehold.pki.issued.recent",
            "leasehold.pki.issued.threshold",
            "leasehold.pool.connections",
            "leasehold.pool.places",
            "leasehold.alert");

    private static final List<String> TIME_GAUGES = List.of(
            "leasehold.secret.age",
            "leasehold.secret.remaining",
            "leasehold.pki.crl.age",
            "leasehold.pki.crl.remaining");

    private static final List<String> COUNTERS = List.of(
            "leasehold.credentials.issued",
            "leasehold.leases.forgotten",
            "leasehold.entries.quarantined",
            "leasehold.secret.rotations",
            "leasehold.pool.aborted");

    private static final List<String> TIMERS = List.of(
            "leasehold.lease.issue",
            "leasehold.lease.renew",
            "leasehold.lease.revoke",
            "leasehold.lease.overdue",
            "leasehold.secret.drain");

    private static final Pattern NAME = Pattern.compile("\\bleasehold_\\w+");

    private Meters() {}

    /** Every series in Prometheus, by the meter that it belongs to. */
    static Map<String, Set<String>> series() {
        return Stream.of(
                        named(GAUGES, ""),
                        named(TIME_GAUGES, "_seconds"),
                        named(COUNTERS, "_total"),
                        named(TIMERS, "_seconds_count", "_seconds_sum", "_seconds_max"))
                .flatMap(part -> part.entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The names of all series. */
    static Set<String> seriesNames() {
        return series().values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    }

    /** The names of Leasehold's series that a text speaks of. */
    static Set<String> seriesIn(String text) {
        return NAME.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, Set<String>> named(List<String> meters, String... endings) {
        return meters.stream()
                .collect(Collectors.toMap(
                        meter -> meter,
                        meter -> Stream.of(endings)
                                .map(ending -> meter.replace('.', '_') + ending)
                                .collect(Collectors.toSet())));
    }
}
