package io.leasehold.aws.standin;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A statement of a policy, as far as the stand-in heeds policies: with actions and resources, and without conditions.
 *
 * @param allows whether it allows, or else denies
 * @param actions actions, possibly with wildcards
 * @param resources ARNs, possibly with wildcards
 */
record Statement(boolean allows, List<String> actions, List<String> resources) {

    /** The statements of a document. */
    static List<Statement> of(String document) {
        List<Statement> statements = new ArrayList<>();
        for (JsonNode each : list(JsonMapper.shared().readTree(document).path("Statement"))) {
            if (each.has("Condition") || each.has("NotAction") || each.has("NotResource")) {
                throw new IllegalArgumentException("the stand-in heeds no conditions and no exceptions: " + each);
            }
            statements.add(new Statement(
                    each.path("Effect").asString("").equals("Allow"),
                    texts(each.path("Action")),
                    texts(each.path("Resource"))));
        }
        return statements;
    }

    boolean matches(String action, String resource) {
        return actions.stream().anyMatch(pattern -> fits(pattern, action))
                && resources.stream().anyMatch(pattern -> fits(pattern, resource));
    }

    private static boolean fits(String pattern, String text) {
        String expression = pattern.chars()
                .mapToObj(sign -> sign == '*' ? ".*" : sign == '?' ? "." : Pattern.quote(Character.toString(sign)))
                .collect(Collectors.joining());
        return text.matches(expression);
    }

    private static List<JsonNode> list(JsonNode node) {
        return node.isArray() ? new ArrayList<>(node.values()) : List.of(node);
    }

    private static List<String> texts(JsonNode node) {
        return list(node).stream().map(each -> each.asString("")).toList();
    }
}
