package io.leasehold.aws.internal.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a session may do that has policies of its role and of groups: sessions have no groups, so that what the groups say is
 * written into one document. Pure functions.
 */
public final class MergedPolicy {

    private MergedPolicy() {}

    /**
     * Joins documents: the statements of groups first, the role's last. A document that has no statement to share its name
     * with another keeps it; a name that comes again is left out, since names must be unique.
     *
     * @param groups the groups' own documents, in order
     * @param role the role's document, or null
     * @return the role's document unchanged when no group has one; empty when nobody has
     */
    public static Optional<PolicyDocument> of(List<PolicyDocument> groups, @Nullable PolicyDocument role) {
        if (groups.isEmpty()) {
            return Optional.ofNullable(role);
        }
        List<PolicyDocument> all = new ArrayList<>(groups);
        if (role != null) {
            all.add(role);
        }
        ObjectNode merged = PolicyDocument.JSON.createObjectNode();
        merged.put("Version", PolicyDocument.VERSION);
        ArrayNode statements = merged.putArray("Statement");
        Set<String> names = new HashSet<>();
        Set<ObjectNode> seen = new HashSet<>();
        for (PolicyDocument document : all) {
            for (ObjectNode statement : document.statements()) {
                if (seen.add(statement)) {
                    statements.add(named(statement, names));
                }
            }
        }
        try {
            return Optional.of(PolicyDocument.parse(merged.toString()));
        } catch (MalformedPolicyException impossible) {
            throw new IllegalStateException("statements of checked documents make a document", impossible);
        }
    }

    /** The statement, without a name that another one has. */
    private static ObjectNode named(ObjectNode statement, Set<String> names) {
        JsonNode name = statement.get("Sid");
        if (name == null || names.add(name.asString())) {
            return statement;
        }
        ObjectNode nameless = statement.deepCopy();
        nameless.remove("Sid");
        return nameless;
    }
}
