package io.leasehold.internal.alert;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The alerts that stand, and what becomes of them by new findings. A condition is raised above its threshold and cleared at nine
 * tenths of it, so that one that swings around it does not come and go. One whose number cannot be had stays as it was; one whose
 * number is not there any more is cleared after three looks. Pure and immutable.
 *
 * @param alerts the last finding of each alert that stands
 * @param absences how many looks in a row found nothing of it
 */
record Standing(Map<Finding.Key, Finding> alerts, Map<Finding.Key, Integer> absences) {

    static final double CLEARED_AT = 0.9;
    static final int ABSENCES = 3;

    static final Standing NONE = new Standing(Map.of(), Map.of());

    Standing {
        alerts = Collections.unmodifiableMap(new LinkedHashMap<>(alerts));
        absences = Map.copyOf(absences);
    }

    /**
     * What became of it.
     *
     * @param standing what stands now
     * @param raised what did not stand before
     * @param cleared what stood before
     */
    record Change(Standing standing, List<Finding> raised, List<Finding> cleared) {}

    /**
     * Takes findings in.
     *
     * @param findings at most one for each rule and subject
     * @param silent mounts, or subjects, of which nothing could be found out
     * @return what becomes of it
     */
    Change with(Collection<Finding> findings, Set<String> silent) {
        Map<Finding.Key, Finding> found = new LinkedHashMap<>();
        findings.forEach(finding -> found.put(finding.key(), finding));
        Map<Finding.Key, Finding> next = new LinkedHashMap<>();
        Map<Finding.Key, Integer> missed = new LinkedHashMap<>();
        List<Finding> cleared = new ArrayList<>();
        alerts.forEach((key, last) -> {
            Finding now = found.remove(key);
            if (now == null) {
                int absent = isSilent(key.subject(), silent) ? 0 : absences.getOrDefault(key, 0) + 1;
                if (absent < ABSENCES) {
                    next.put(key, last);
                    missed.put(key, absent);
                } else {
                    cleared.add(last);
                }
            } else if (now.value() > now.threshold() * CLEARED_AT) {
                next.put(key, now);
            } else {
                cleared.add(now);
            }
        });
        List<Finding> raised = found.values().stream()
                .filter(finding -> finding.value() > finding.threshold())
                .toList();
        raised.forEach(finding -> next.put(finding.key(), finding));
        return new Change(new Standing(next, missed), raised, List.copyOf(cleared));
    }

    private static boolean isSilent(String subject, Set<String> silent) {
        return silent.stream().anyMatch(one -> subject.equals(one) || subject.startsWith(one + "/"));
    }
}
