package io.leasehold.aws.internal.preflight;

import io.leasehold.aws.internal.policy.MalformedPolicyException;
import io.leasehold.aws.internal.policy.PolicyDocument;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A policy that allows what is needed and nothing more. Pure. */
final class NeededPolicy {

    private NeededPolicy() {}

    /** The document: what is allowed on the same things stands together. */
    static String of(Collection<Need> needs) {
        Map<String, Set<String>> actions = new TreeMap<>();
        needs.forEach(need -> actions.computeIfAbsent(need.pattern(), pattern -> new TreeSet<>())
                .addAll(need.feature().actions()));
        Map<Set<String>, List<String>> statements = new LinkedHashMap<>();
        actions.forEach((pattern, allowed) ->
                statements.computeIfAbsent(allowed, each -> new ArrayList<>()).add(pattern));
        List<Map<String, Object>> written = new ArrayList<>();
        statements.forEach((allowed, patterns) -> {
            Map<String, Object> statement = new LinkedHashMap<>();
            statement.put("Effect", "Allow");
            statement.put("Action", List.copyOf(new TreeSet<>(allowed)));
            statement.put("Resource", patterns);
            written.add(statement);
        });
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("Version", PolicyDocument.VERSION);
        document.put("Statement", written);
        try {
            return PolicyDocument.of(document).text();
        } catch (MalformedPolicyException impossible) {
            throw new IllegalStateException("a policy of our own is malformed", impossible);
        }
    }
}
