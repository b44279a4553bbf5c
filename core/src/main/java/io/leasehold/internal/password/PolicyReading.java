package io.leasehold.internal.password;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.internal.binding.RecordBinder;
import io.leasehold.internal.text.Nearest;
import io.leasehold.internal.text.Printable;
import io.leasehold.spi.binding.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads policies from plain values, in two spellings: that of the established implementations, in which {@code rule} holds
 * blocks, {@code {"length":20,"rule":[{"charset":{"charset":"abc","min-chars":1}}]}}, and a plain one,
 * {@code {"length":20,"rules":[{"charset":"abc","min_chars":1}]}}. Stateless.
 */
final class PolicyReading {

    private static final String CHARSET = "charset";

    private PolicyReading() {}

    /** The fields of a policy. */
    record PolicyFields(
            @Field(value = "How many characters a password has, 4 to 100.", required = true) @Nullable
            Integer length,

            @Field("The rules, one map by type each, such as {\"charset\": {\"charset\": \"abc\", \"min-chars\": 1}}.")
            @Nullable
            Object rule,

            @Field("The rules without their type, such as {\"charset\": \"abc\", \"min_chars\": 1}.") @Nullable
            Object rules) {}

    /** The fields of a charset rule. */
    record CharsetFields(
            @Field(value = "The characters.", required = true) @Nullable
            String charset,

            @Field(
                    value = "How many of them a password has at least; default 0.",
                    aliases = {"min-chars"})
            int minChars) {}

    /**
     * Reads a policy.
     *
     * @param values plain values by name
     * @throws InvalidRequestException when something is unknown, missing or out of range; it says which rule
     */
    static PasswordPolicy read(Map<String, ?> values) {
        PolicyFields fields = RecordBinder.bind(values, PolicyFields.class);
        if (fields.rule() != null && fields.rules() != null) {
            throw new InvalidRequestException(
                    "rules", "is another spelling of rule, which is there too; give one of them");
        }
        List<Map<?, ?>> bodies = fields.rules() == null ? blocks(fields.rule()) : maps("rules", fields.rules());
        List<CharsetRule> rules = new ArrayList<>();
        for (Map<?, ?> body : bodies) {
            rules.add(rule(rules.size() + 1, body));
        }
        Integer length = fields.length();
        return PasswordPolicy.of(length == null ? 0 : length, rules);
    }

    /** The policy as plain values, which {@link #read} reads. */
    static Map<String, Object> write(PasswordPolicy policy) {
        return Map.of(
                "length",
                policy.length(),
                "rules",
                policy.rules().stream()
                        .map(rule -> Map.of(CHARSET, rule.text(), "min_chars", rule.minChars()))
                        .toList());
    }

    /** The bodies of rules that stand under their types. */
    private static List<Map<?, ?>> blocks(@Nullable Object rule) {
        List<Map<?, ?>> bodies = new ArrayList<>();
        for (Map<?, ?> typed : rule == null ? List.<Map<?, ?>>of() : maps("rule", rule)) {
            typed.forEach((type, body) -> {
                if (!CHARSET.equals(type)) {
                    throw unknownType(String.valueOf(type));
                }
                bodies.addAll(maps("rule", body));
            });
        }
        return bodies;
    }

    private static InvalidRequestException unknownType(String type) {
        return new InvalidRequestException(
                "rule",
                "there is no rule of type " + Printable.quoted(type)
                        + Nearest.to(type, List.of(CHARSET))
                                .map(near -> "; did you mean " + near + "?")
                                .orElse("; the only type is " + CHARSET));
    }

    /** A list of maps; one alone may stand for itself. */
    private static List<Map<?, ?>> maps(String field, @Nullable Object value) {
        List<Map<?, ?>> maps = new ArrayList<>();
        for (Object element : value instanceof List<?> list ? list : List.of(value == null ? "" : value)) {
            if (!(element instanceof Map<?, ?> map)) {
                throw new InvalidRequestException(
                        field,
                        field.equals("rule")
                                ? "must hold blocks, as {\"charset\": {\"charset\": \"abc\", \"min-chars\": 1}};"
                                        + " without a type they stand under rules"
                                : "must be a list of maps, as [{\"charset\": \"abc\", \"min_chars\": 1}]");
            }
            maps.add(map);
        }
        return maps;
    }

    private static CharsetRule rule(int number, Map<?, ?> body) {
        try {
            @SuppressWarnings("unchecked") // plain values have texts as keys
            CharsetFields fields = RecordBinder.bind((Map<String, ?>) body, CharsetFields.class);
            String charset = fields.charset();
            return CharsetRule.of(charset == null ? "" : charset, fields.minChars());
        } catch (InvalidRequestException e) {
            throw new InvalidRequestException("rule " + number, String.valueOf(e.getMessage()), e);
        }
    }
}
