package io.leasehold.spring.datasource;

import io.leasehold.spring.LeaseholdStartException;
import io.leasehold.spring.datasource.LeaseholdDataSourceProperties.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The fields of a role of the database engine, out of properties. */
final class RoleFields {

    private static final Set<String> PRIVILEGES =
            Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN", "ALL");
    private static final String LOGIN =
            "CREATE ROLE \"{{name}}\" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}'";

    private RoleFields() {}

    static Map<String, Object> of(Role role, String property, String connection, String plugin) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("db_name", connection);
        fields.put("creation_statements", creation(role, property, plugin));
        if (!role.revocationStatements().isEmpty()) {
            fields.put("revocation_statements", role.revocationStatements());
        }
        fields.put("default_ttl", role.defaultTtl().toSeconds());
        fields.put("max_ttl", role.maxTtl().toSeconds());
        return fields;
    }

    private static List<String> creation(Role role, String property, String plugin) {
        boolean own = !role.creationStatements().isEmpty();
        boolean made = !role.memberOf().isEmpty() || !role.privileges().isEmpty();
        if (own && made) {
            throw new LeaseholdStartException(
                    property + ".creation-statements", "exclude member-of and privileges: give the one or the others");
        }
        if (own) {
            return role.creationStatements();
        }
        if (!made) {
            throw new LeaseholdStartException(
                    property + ".creation-statements",
                    plugin.startsWith("postgresql")
                            ? "say what makes a user; or give privileges, or member-of"
                            : "say what makes a user");
        }
        if (!plugin.startsWith("postgresql")) {
            throw new LeaseholdStartException(
                    property + (role.memberOf().isEmpty() ? ".privileges" : ".member-of"),
                    "is for PostgreSQL only; give creation-statements for " + plugin);
        }
        return postgresql(role, property);
    }

    private static List<String> postgresql(Role role, String property) {
        List<String> statements = new ArrayList<>();
        String groups = role.memberOf().stream().map(RoleFields::quoted).collect(Collectors.joining(", "));
        statements.add(groups.isEmpty() ? LOGIN : LOGIN + " IN ROLE " + groups);
        List<String> privileges = role.privileges().stream()
                .map(privilege -> privilege.strip().toUpperCase(Locale.ROOT))
                .toList();
        for (String privilege : privileges) {
            if (!PRIVILEGES.contains(privilege)) {
                throw new LeaseholdStartException(
                        property + ".privileges",
                        "must be privileges on tables, of "
                                + PRIVILEGES.stream().sorted().toList() + ", were " + role.privileges());
            }
        }
        if (!privileges.isEmpty()) {
            String schema = quoted(role.schema());
            statements.add("GRANT USAGE ON SCHEMA " + schema + " TO \"{{name}}\"");
            statements.add("GRANT " + String.join(", ", privileges) + " ON ALL TABLES IN SCHEMA " + schema
                    + " TO \"{{name}}\"");
            if (privileges.contains("INSERT") || privileges.contains("ALL")) {
                statements.add("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA " + schema + " TO \"{{name}}\"");
            }
        }
        return statements;
    }

    private static String quoted(String identifier) {
        return '"' + identifier.strip().replace("\"", "\"\"") + '"';
    }
}
