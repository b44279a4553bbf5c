package io.leasehold.internal.alert;

import io.leasehold.alert.AlertRules;
import io.leasehold.observe.Measurement;
import io.leasehold.observe.Readings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the rules have to say of the numbers that engines tell. Pure. */
final class Capacities {

    private static final double PERCENT = 100;

    private Capacities() {}

    static List<Finding> findings(Readings readings, AlertRules rules) {
        // Each name's numbers, by what they are of.
        Map<String, Map<String, Double>> numbers = new HashMap<>();
        readings.measurements()
                .forEach(one -> numbers.computeIfAbsent(one.name(), name -> new TreeMap<>())
                        .put(subject(one), one.value()));
        List<Finding> findings = new ArrayList<>();
        Map<String, Double> connections = numbers.getOrDefault("leasehold.database.connections.max", Map.of());
        numbers.getOrDefault("leasehold.database.leases", Map.of())
                .forEach((database, leases) -> share(
                        Rule.DATABASE_LEASES, database, leases, connections, rules.databaseLeasesPercent(), findings));
        Map<String, Double> quotas = numbers.getOrDefault("leasehold.aws.users.max", Map.of());
        numbers.getOrDefault("leasehold.aws.users", Map.of())
                .forEach((account, users) ->
                        share(Rule.AWS_USERS, account, users, quotas, rules.awsUsersPercent(), findings));
        Map<String, Double> thresholds = numbers.getOrDefault("leasehold.pki.issued.threshold", Map.of());
        numbers.getOrDefault("leasehold.pki.issued.recent", Map.of()).forEach((mount, issued) -> {
            double threshold =
                    rules.pkiIssuedPerHour() > 0 ? rules.pkiIssuedPerHour() : thresholds.getOrDefault(mount, 0.0);
            if (threshold > 0) {
                findings.add(Finding.of(Rule.PKI_ISSUANCE, mount, issued, threshold));
            }
        });
        return findings;
    }

    private static void share(
            Rule rule, String subject, double value, Map<String, Double> whole, int percent, List<Finding> findings) {
        double most = whole.getOrDefault(subject, 0.0);
        if (most > 0) {
            findings.add(Finding.of(rule, subject, PERCENT * value / most, percent));
        }
    }

    /** The mounts, and what is in them, of which there are no numbers now. */
    static Set<String> silent(Readings readings) {
        return readings.missing().stream()
                .map(one -> one.subject().isEmpty() ? one.mount() : one.mount() + "/" + one.subject())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String subject(Measurement one) {
        String mount = one.tags().getOrDefault("mount", "");
        String connection = one.tags().get("connection");
        return connection == null ? mount : mount + "/" + connection;
    }
}
