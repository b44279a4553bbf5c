package io.leasehold.database.internal.redis;

import io.leasehold.error.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a role lets its users do: one statement, a JSON array of ACL rules ("ACL", Redis docs). Rules are for commands, keys
 * and channels; those that would set a password or switch the user on or off belong to the lease and are refused. Whether a
 * command or a category exists is for the server to say. Immutable.
 *
 * @param rules the rules in their order, which matters
 */
record AclRules(List<String> rules) {

    /** The statement of a role that has none: read everything. */
    static final List<String> DEFAULT_STATEMENTS = List.of("[\"~*\",\"+@read\"]");

    private static final String FIELD = "creation_statements";
    private static final String FORM = "give one JSON array of ACL rules, such as [\"~app:*\",\"+@read\"]";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Set<String> WORDS = Set.of(
            "allkeys",
            "resetkeys",
            "allchannels",
            "resetchannels",
            "allcommands",
            "nocommands",
            "clearselectors",
            "sanitize-payload",
            "skip-sanitize-payload");

    /** Keys ({@code ~}, {@code %R~}), channels, commands with an optional subcommand or first argument, categories. */
    private static final Pattern PATTERN = Pattern.compile("(~|%[RrWw]{1,2}~|&)\\S+|[+-]@?[A-Za-z0-9_.-]+(\\|\\S+)?");

    private static final String ABOUT_PASSWORD = "the lease sets the password";
    private static final String ABOUT_STATE = "the lease switches the user on and removes it";

    private static final Map<String, String> RESERVED_WORDS = Map.of(
            "on", ABOUT_STATE,
            "off", ABOUT_STATE,
            "reset", ABOUT_STATE,
            "nopass", ABOUT_PASSWORD,
            "resetpass", ABOUT_PASSWORD);

    AclRules {
        rules = List.copyOf(rules);
    }

    /** Reads the creation statements of a role; none mean the {@linkplain #DEFAULT_STATEMENTS default}. */
    static AclRules parse(List<String> statements) {
        List<String> given = statements.isEmpty() ? DEFAULT_STATEMENTS : statements;
        if (given.size() > 1) {
            throw refused("there are " + given.size() + " statements, but one is expected: " + FORM);
        }
        List<String> rules = strings(given.get(0));
        for (int i = 0; i < rules.size(); i++) {
            String problem = problem(rules.get(i));
            if (!problem.isEmpty()) {
                // A rule that may hold a password is not repeated.
                throw refused("rule " + (i + 1) + ": " + problem);
            }
        }
        return new AclRules(rules);
    }

    private static List<String> strings(String statement) {
        JsonNode array;
        try {
            array = JSON.readTree(statement);
        } catch (JacksonException notJson) {
            // Not passed on: it quotes the text.
            throw refused("is not JSON: " + FORM);
        }
        if (!array.isArray()) {
            throw refused("is not an array: " + FORM);
        }
        if (array.isEmpty()) {
            throw refused("is an empty array, whose user may do nothing: " + FORM);
        }
        List<String> rules = new ArrayList<>();
        for (JsonNode item : array) {
            if (!item.isString()) {
                throw refused("rule " + (rules.size() + 1) + " is not a string: " + FORM);
            }
            rules.add(item.stringValue());
        }
        return rules;
    }

    /** What is wrong with a rule, or an empty text. */
    private static String problem(String rule) {
        if (rule.isEmpty()) {
            return "is empty";
        }
        if (rule.chars().anyMatch(Character::isISOControl)) {
            return "holds a control character";
        }
        return rule.startsWith("(") ? selectorProblem(rule) : simpleProblem(rule);
    }

    /** A selector is a list of rules in parentheses, without passwords, switches and further selectors. */
    private static String selectorProblem(String rule) {
        if (!rule.endsWith(")")) {
            return "is a selector that is not closed: write it as one rule, such as \"(~app:* +@read)\"";
        }
        String inner = rule.substring(1, rule.length() - 1).strip();
        if (inner.isEmpty()) {
            return "is an empty selector";
        }
        for (String part : inner.split(" +", -1)) {
            String problem = part.startsWith("(") ? "is a selector in a selector" : simpleProblem(part);
            if (!problem.isEmpty()) {
                return "its part " + problem;
            }
        }
        return "";
    }

    private static String simpleProblem(String rule) {
        if (rule.startsWith(">") || rule.startsWith("<") || rule.startsWith("#") || rule.startsWith("!")) {
            return "begins with " + rule.charAt(0) + ", which is about passwords: " + ABOUT_PASSWORD + "; leave it out";
        }
        String word = rule.toLowerCase(Locale.ROOT);
        String reserved = RESERVED_WORDS.get(word);
        if (reserved != null) {
            return "\"" + rule + "\" is not for roles: " + reserved + "; leave it out";
        }
        if (rule.contains(" ")) {
            return "\"" + rule + "\" has a space: write each rule as an element of its own";
        }
        return WORDS.contains(word) || PATTERN.matcher(rule).matches()
                ? ""
                : "\"" + rule
                        + "\" is no ACL rule: there are ~key patterns, &channel patterns, +command, -command, +@category,"
                        + " -@category, (selectors) and "
                        + WORDS.stream().sorted().toList();
    }

    private static InvalidRequestException refused(String problem) {
        return new InvalidRequestException(FIELD, problem);
    }
}
