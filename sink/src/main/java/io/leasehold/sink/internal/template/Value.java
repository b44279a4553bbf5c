package io.leasehold.sink.internal.template;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What values are worth: texts, numbers, truth, lists, maps, and what is missing. */
final class Value {

    private Value() {}

    /**
     * A value that is not there. It may be asked for, and given a default; it has no text.
     *
     * @param what how the template names it
     */
    record Missing(String what) {}

    /** As in Go: false, zero, empty, and missing do not hold. */
    static boolean holds(@Nullable Object value) {
        if (value == null || value instanceof Missing) {
            return false;
        }
        if (value instanceof Boolean truth) {
            return truth;
        }
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        if (value instanceof CharSequence text) {
            return !text.isEmpty();
        }
        if (value instanceof Collection<?> list) {
            return !list.isEmpty();
        }
        return !(value instanceof Map<?, ?> map) || !map.isEmpty();
    }

    /** The text of a value. A list is its elements, one a line: certificates of a chain follow each other in a file. */
    static String text(@Nullable Object value, int position) throws TemplateException {
        if (value == null || value instanceof Missing) {
            String what = value instanceof Missing missing ? missing.what() : "a value";
            throw new TemplateException(
                    position,
                    "the secret has no " + what + ": give a default, as in {{ " + what + " | default \"\" }}");
        }
        if (value instanceof Map) {
            throw new TemplateException(position, "is a map, which has no text: name a field of it, or use toJSON");
        }
        if (value instanceof Collection<?> list) {
            StringBuilder lines = new StringBuilder();
            for (Object each : list) {
                lines.append(lines.isEmpty() ? "" : "\n").append(text(each, position));
            }
            return lines.toString();
        }
        if (value instanceof Double || value instanceof Float) {
            return new BigDecimal(value.toString()).toPlainString();
        }
        return value.toString();
    }

    /** For messages: never the value itself. */
    static String kind(@Nullable Object value) {
        if (value instanceof Missing missing) {
            return missing.what() + ", which is missing";
        }
        if (value instanceof Map) {
            return "a map";
        }
        if (value instanceof Collection) {
            return "a list";
        }
        return value instanceof CharSequence ? "a text" : "a single value";
    }

    static String names(Map<?, ?> map) {
        return map.keySet().stream().map(String::valueOf).sorted().limit(20).collect(Collectors.joining(", "));
    }
}
