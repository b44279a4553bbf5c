package io.leasehold.aws.standin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Who may do what, as tests say it: nobody may do anything at first. Guarded by its {@link Account}. */
final class Permissions {

    private final Map<String, Set<String>> allowed = new HashMap<>();
    private final Map<String, Set<String>> denied = new HashMap<>();
    private final Map<String, List<Statement>> statements = new HashMap<>();

    /** Adds actions, such as {@code iam:CreateUser} or {@code iam:*}. */
    void allow(String principal, String... actions) {
        allowed.computeIfAbsent(principal, each -> new TreeSet<>()).addAll(Set.of(actions));
        denied.computeIfAbsent(principal, each -> new TreeSet<>()).removeAll(Set.of(actions));
    }

    /** Takes actions away, whatever else allows them. */
    void deny(String principal, String... actions) {
        denied.computeIfAbsent(principal, each -> new TreeSet<>()).addAll(Set.of(actions));
    }

    /** Adds a policy document, which counts beside what is allowed and denied by name. */
    void attach(String principal, String document) {
        statements.computeIfAbsent(principal, each -> new ArrayList<>()).addAll(Statement.of(document));
    }

    boolean permits(String principal, String action, String resource) {
        List<Statement> fitting = statements.getOrDefault(principal, List.of()).stream()
                .filter(each -> each.matches(action, resource))
                .toList();
        return (matches(allowed, principal, action) || fitting.stream().anyMatch(Statement::allows))
                && !matches(denied, principal, action)
                && fitting.stream().allMatch(Statement::allows);
    }

    void forget(String principal) {
        allowed.remove(principal);
        denied.remove(principal);
        statements.remove(principal);
    }

    private static boolean matches(Map<String, Set<String>> rights, String principal, String action) {
        return rights.getOrDefault(principal, Set.of()).stream()
                .anyMatch(each -> each.equals(action)
                        || (each.endsWith("*") && action.startsWith(each.substring(0, each.length() - 1))));
    }
}
