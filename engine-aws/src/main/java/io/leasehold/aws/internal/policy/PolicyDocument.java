package io.leasehold.aws.internal.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A policy for an identity or a session, as JSON without white space. That it has the parts that every such policy has is
 * checked; what they mean is for AWS to say ("IAM JSON policy element reference", IAM User Guide). Immutable.
 */
public final class PolicyDocument {

    /** The version of the language that has variables ("Version" in the element reference). */
    public static final String VERSION = "2012-10-17";

    static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final Set<String> PARTS = Set.of("Version", "Id", "Statement");
    private static final Set<String> STATEMENT_PARTS =
            Set.of("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition");

    private final ObjectNode json;
    private final String text;

    private PolicyDocument(ObjectNode json) {
        this.json = json;
        this.text = json.toString();
    }

    /**
     * Reads a document as a role's field holds it.
     *
     * @param value the document as text, or as nested maps
     * @return the document
     * @throws MalformedPolicyException saying what is wrong with it
     */
    public static PolicyDocument of(Object value) throws MalformedPolicyException {
        return value instanceof CharSequence text ? parse(text.toString()) : ofJson(JSON.valueToTree(value));
    }

    /**
     * Reads a document from text.
     *
     * @param text JSON
     * @return the document
     * @throws MalformedPolicyException saying what is wrong with it, and where
     */
    public static PolicyDocument parse(String text) throws MalformedPolicyException {
        try {
            return ofJson(JSON.readTree(text));
        } catch (JacksonException malformed) {
            TokenStreamLocation where = malformed.getLocation();
            String place = where == null ? "" : " at line " + where.getLineNr() + ", column " + where.getColumnNr();
            throw new MalformedPolicyException(
                    "is not JSON" + place + ": write it as {\"Version\":\"" + VERSION + "\",\"Statement\":[...]}");
        }
    }

    private static PolicyDocument ofJson(@Nullable JsonNode json) throws MalformedPolicyException {
        if (!(json instanceof ObjectNode document)) {
            throw new MalformedPolicyException("is not a JSON object");
        }
        refuseOthers(document, PARTS, "");
        JsonNode version = document.get("Version");
        if (version != null && !Set.of(VERSION, "2008-10-17").contains(version.asString(""))) {
            throw new MalformedPolicyException("has a Version that there is not: write " + VERSION);
        }
        List<ObjectNode> statements = statements(document);
        for (int i = 0; i < statements.size(); i++) {
            check(statements.get(i), statements.size() == 1 ? "its statement" : "its statement " + (i + 1));
        }
        return new PolicyDocument(document);
    }

    private static List<ObjectNode> statements(ObjectNode document) throws MalformedPolicyException {
        JsonNode statement = document.get("Statement");
        List<ObjectNode> statements = new ArrayList<>();
        if (statement instanceof ObjectNode single) {
            statements.add(single);
        } else if (statement instanceof ArrayNode several) {
            for (JsonNode each : several) {
                if (!(each instanceof ObjectNode one)) {
                    throw new MalformedPolicyException("has a Statement that is no object");
                }
                statements.add(one);
            }
        }
        if (statements.isEmpty()) {
            throw new MalformedPolicyException("has no Statement");
        }
        return statements;
    }

    private static void check(ObjectNode statement, String which) throws MalformedPolicyException {
        if (statement.has("Principal") || statement.has("NotPrincipal")) {
            throw new MalformedPolicyException(
                    which + " names a Principal, which policies of resources have: leave it out");
        }
        refuseOthers(statement, STATEMENT_PARTS, " in " + which);
        String effect = statement.path("Effect").asString("");
        if (!effect.equals("Allow") && !effect.equals("Deny")) {
            throw new MalformedPolicyException(which + " needs an Effect of Allow or Deny");
        }
        requireOne(statement, which, "Action", "NotAction");
        requireOne(statement, which, "Resource", "NotResource");
        JsonNode condition = statement.get("Condition");
        if (condition != null && !condition.isObject()) {
            throw new MalformedPolicyException(which + " has a Condition that is no object");
        }
    }

    private static void requireOne(ObjectNode statement, String which, String name, String inverse)
            throws MalformedPolicyException {
        if (statement.has(name) == statement.has(inverse)) {
            throw new MalformedPolicyException(which + " needs either " + name + " or " + inverse);
        }
        JsonNode value = statement.has(name) ? statement.get(name) : statement.get(inverse);
        boolean texts = value.isString() && !value.asString().isEmpty();
        if (value instanceof ArrayNode several) {
            texts = !several.isEmpty() && several.valueStream().allMatch(JsonNode::isString);
        }
        if (!texts) {
            throw new MalformedPolicyException(
                    which + " needs text or a list of texts as " + (statement.has(name) ? name : inverse));
        }
    }

    private static void refuseOthers(ObjectNode object, Set<String> known, String where)
            throws MalformedPolicyException {
        for (String name : object.propertyNames()) {
            if (!known.contains(name)) {
                throw new MalformedPolicyException("has an element that there is not" + where + ": "
                        + (name.matches("[A-Za-z]{1,30}") ? name : "with an odd name"));
            }
        }
    }

    /**
     * The document as it goes to AWS.
     *
     * @return JSON without white space around its parts
     */
    public String text() {
        return text;
    }

    /**
     * The document as maps.
     *
     * @return what a role shows
     */
    @SuppressWarnings("unchecked") // an object of JSON
    public Map<String, Object> values() {
        return JSON.convertValue(json, Map.class);
    }

    /** Its statements, in order. */
    List<ObjectNode> statements() {
        try {
            return statements(json);
        } catch (MalformedPolicyException impossible) {
            throw new IllegalStateException("a checked document has statements", impossible);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PolicyDocument that && json.equals(that.json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
