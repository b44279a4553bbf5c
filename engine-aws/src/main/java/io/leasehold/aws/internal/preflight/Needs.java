package io.leasehold.aws.internal.preflight;

import io.leasehold.aws.internal.client.RootSettings;
import io.leasehold.aws.internal.role.RoleRules;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is needed for a configuration. For one thread. */
final class Needs {

    private final Principal principal;
    private final SampleNames names;
    private final Set<Need> all = new LinkedHashSet<>();

    private Needs(Principal principal, SampleNames names) {
        this.principal = principal;
        this.names = names;
    }

    /**
     * What is needed.
     *
     * @param root how AWS is reached
     * @param roles the roles
     * @param staticRoles whether there are static roles
     * @param principal whose permissions count
     * @param names what the engine's names look like
     */
    static Set<Need> of(
            RootSettings root,
            Collection<RoleRules> roles,
            boolean staticRoles,
            Principal principal,
            SampleNames names) {
        Needs needs = new Needs(principal, names);
        roles.forEach(needs::add);
        if (roles.stream().anyMatch(role -> !role.type().isSession())) {
            if (root.userLimitPercent() > 0) {
                needs.all.add(Need.of(Feature.USER_QUOTA, "*"));
            }
            needs.all.add(Need.of(Feature.RECONCILE_LIST, "*"));
        }
        if (staticRoles) {
            needs.all.add(needs.anyUser(Feature.STATIC_ROLES));
        }
        if (root.key().isPresent()) {
            needs.all.add(Need.of(Feature.ROTATE_ROOT, principal.arn()));
        }
        needs.all.add(Need.of(Feature.PREFLIGHT, principal.arn()));
        return needs.all;
    }

    private void add(RoleRules role) {
        switch (role.type()) {
            case IAM_USER -> addUser(role);
            case ASSUMED_ROLE -> {
                role.roleArns().forEach(arn -> addAssumed(role, arn));
                addGroups(Feature.SESSION_GROUPS, role);
            }
            case FEDERATION_TOKEN -> {
                all.add(new Need(
                        Feature.FEDERATION_TOKEN,
                        principal.sts("federated-user/" + names.federated()),
                        principal.sts("federated-user/" + names.federatedUsers() + "*"),
                        Map.of()));
                addGroups(Feature.SESSION_GROUPS, role);
            }
            case SESSION_TOKEN -> {}
        }
    }

    private void addUser(RoleRules role) {
        Map<String, List<String>> bounded = new LinkedHashMap<>();
        if (!role.boundary().isEmpty()) {
            bounded.put("iam:PermissionsBoundary", List.of(role.boundary()));
        }
        List<String> tagKeys = new ArrayList<>(List.of("leasehold:store", "leasehold:lease"));
        tagKeys.addAll(role.tags().keySet());
        Map<String, List<String>> tagged = new LinkedHashMap<>(bounded);
        tagged.put("aws:TagKeys", List.copyOf(tagKeys));
        role.tags().forEach((key, value) -> tagged.put("aws:RequestTag/" + key, List.of(value)));
        all.add(ofUser(Feature.IAM_USER, role, tagged));
        if (!role.path().equals("/")) {
            all.add(new Need(
                    Feature.GONE_USER,
                    principal.iam("user/" + names.user()),
                    principal.iam("user/" + names.users() + "*"),
                    Map.of()));
        }
        for (String arn : role.policyArns()) {
            Map<String, List<String>> attached = new LinkedHashMap<>(bounded);
            attached.put("iam:PolicyARN", List.of(arn));
            all.add(ofUser(Feature.USER_POLICY_ARNS, role, attached));
        }
        if (role.policy().isPresent()) {
            all.add(ofUser(Feature.USER_POLICY_DOCUMENT, role, bounded));
        }
        all.add(ofUser(Feature.OTHER_CREDENTIALS, role, Map.of()));
        addGroups(Feature.USER_GROUPS, role);
    }

    private void addAssumed(RoleRules role, String arn) {
        all.add(new Need(
                Feature.ASSUMED_ROLE,
                arn,
                arn,
                role.externalId().isEmpty() ? Map.of() : Map.of("sts:ExternalId", List.of(role.externalId()))));
        if (!role.sessionTags().isEmpty()) {
            Map<String, List<String>> tagged = new LinkedHashMap<>();
            tagged.put("aws:TagKeys", List.copyOf(role.sessionTags().keySet()));
            role.sessionTags().forEach((key, value) -> tagged.put("aws:RequestTag/" + key, List.of(value)));
            all.add(new Need(Feature.SESSION_TAGS, arn, arn, tagged));
        }
        if (role.deniesOlder()) {
            all.add(Need.of(Feature.REVOKE_SESSIONS, arn));
        }
    }

    /** A group's path is not known: without one, as most have none. */
    private void addGroups(Feature feature, RoleRules role) {
        role.groups().forEach(group -> all.add(Need.of(feature, principal.iam("group/" + group))));
    }

    private Need ofUser(Feature feature, RoleRules role, Map<String, List<String>> context) {
        return new Need(
                feature,
                principal.iam("user" + role.path() + names.user()),
                principal.iam("user" + role.path() + names.users() + "*"),
                context);
    }

    private Need anyUser(Feature feature) {
        return new Need(feature, principal.iam("user/" + names.user()), principal.iam("user/*"), Map.of());
    }
}
