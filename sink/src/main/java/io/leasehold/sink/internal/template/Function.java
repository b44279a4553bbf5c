package io.leasehold.sink.internal.template;

import io.leasehold.sink.internal.format.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The functions that a template may call, under the names that they have in consul-template. */
enum Function {
    DEFAULT(2, 2, "default"),
    JOIN(2, 2, "join"),
    SPLIT(2, 2, "split"),
    TO_JSON(1, 1, "toJSON"),
    TO_JSON_PRETTY(1, 1, "toJSONPretty"),
    ENCODE(1, 1, "base64Encode", "base64"),
    DECODE(1, 1, "base64Decode"),
    TRIM(1, 1, "trimSpace"),
    UPPER(1, 1, "toUpper", "upper"),
    LOWER(1, 1, "toLower", "lower"),
    REPLACE(3, 3, "replaceAll"),
    INDENT(2, 2, "indent"),
    INDEX(2, 2, "index"),
    LENGTH(1, 1, "len"),
    EQUAL(2, 2, "eq"),
    NOT_EQUAL(2, 2, "ne"),
    NOT(1, 1, "not"),
    AND(1, 20, "and"),
    OR(1, 20, "or");

    private static final int WIDEST = 100;

    private final int least;
    private final int most;
    private final String spelling;
    private final String alias;

    Function(int least, int most, String spelling) {
        this(least, most, spelling, spelling);
    }

    Function(int least, int most, String spelling, String alias) {
        this.least = least;
        this.most = most;
        this.spelling = spelling;
        this.alias = alias;
    }

    static Optional<Function> of(String name) {
        return Arrays.stream(values())
                .filter(each -> each.spelling.equals(name) || each.alias.equals(name))
                .findFirst();
    }

    static String known() {
        return Arrays.stream(values()).map(each -> each.spelling).collect(Collectors.joining(", "));
    }

    Optional<String> objection(int arguments) {
        if (arguments >= least && arguments <= most) {
            return Optional.empty();
        }
        String wanted = least == most ? "" + least : least + " to " + most;
        return Optional.of(spelling + " takes " + wanted + " values, and has " + arguments);
    }

    /** What is piped into a function is its last argument. */
    @Nullable
    Object apply(List<@Nullable Object> values, int position) throws TemplateException {
        @Nullable Object first = values.get(0);
        @Nullable Object last = values.get(values.size() - 1);
        return switch (this) {
            case DEFAULT -> Value.holds(last) ? last : first;
            case JOIN -> join(Value.text(first, position), last, position);
            case SPLIT -> split(Value.text(first, position), Value.text(last, position));
            case TO_JSON -> JsonText.compact(present(first, position));
            case TO_JSON_PRETTY -> JsonText.indented(present(first, position));
            case ENCODE ->
                Base64.getEncoder().encodeToString(Value.text(first, position).getBytes(StandardCharsets.UTF_8));
            case DECODE -> decode(Value.text(first, position), position);
            case TRIM -> Value.text(first, position).strip();
            case UPPER -> Value.text(first, position).toUpperCase(Locale.ROOT);
            case LOWER -> Value.text(first, position).toLowerCase(Locale.ROOT);
            case REPLACE -> replace(values, position);
            case INDENT -> indent(first, Value.text(last, position), position);
            case INDEX -> index(first, last, position);
            case LENGTH -> (long) length(first, position);
            case EQUAL -> equal(first, last, position);
            case NOT_EQUAL -> !equal(first, last, position);
            case NOT -> !Value.holds(first);
            case AND -> decisive(values, false);
            case OR -> decisive(values, true);
        };
    }

    private static Object present(@Nullable Object value, int position) throws TemplateException {
        if (value == null || value instanceof Value.Missing) {
            throw new TemplateException(position, "the value is missing");
        }
        return value;
    }

    private static Object join(String separator, @Nullable Object list, int position) throws TemplateException {
        if (!(list instanceof Collection<?> elements)) {
            throw new TemplateException(position, "join takes a list, not " + Value.kind(list));
        }
        StringBuilder joined = new StringBuilder();
        boolean first = true;
        for (Object each : elements) {
            joined.append(first ? "" : separator).append(Value.text(each, position));
            first = false;
        }
        return joined.toString();
    }

    private static List<String> split(String separator, String text) {
        List<String> parts = new ArrayList<>();
        int at = 0;
        int found = separator.isEmpty() ? -1 : text.indexOf(separator);
        while (found >= 0) {
            parts.add(text.substring(at, found));
            at = found + separator.length();
            found = text.indexOf(separator, at);
        }
        parts.add(text.substring(at));
        return parts;
    }

    private static String decode(String text, int position) throws TemplateException {
        try {
            return new String(Base64.getDecoder().decode(text.replaceAll("\\s", "")), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new TemplateException(position, "base64Decode: the value is not base64");
        }
    }

    private static String replace(List<@Nullable Object> values, int position) throws TemplateException {
        String old = Value.text(values.get(0), position);
        if (old.isEmpty()) {
            throw new TemplateException(position, "replaceAll: the text to replace is empty");
        }
        return Value.text(values.get(2), position).replace(old, Value.text(values.get(1), position));
    }

    private static String indent(@Nullable Object width, String text, int position) throws TemplateException {
        if (!(width instanceof Long spaces) || spaces < 0 || spaces > WIDEST) {
            throw new TemplateException(position, "indent takes a number of spaces, 0 to " + WIDEST);
        }
        return text.lines()
                .map(line -> line.isEmpty() ? line : " ".repeat(spaces.intValue()) + line)
                .collect(Collectors.joining("\n"));
    }

    private static @Nullable Object index(@Nullable Object from, @Nullable Object key, int position)
            throws TemplateException {
        if (from instanceof List<?> list && key instanceof Long number) {
            if (number < 0 || number >= list.size()) {
                throw new TemplateException(
                        position,
                        "index: the list has " + list.size() + " elements, and none has the number " + number);
            }
            return list.get(number.intValue());
        }
        if (from instanceof Map<?, ?> map) {
            String name = Value.text(key, position);
            Object found = map.get(name);
            return found == null ? new Value.Missing(name) : found;
        }
        throw new TemplateException(position, "index takes a list and a number, or a map and a name");
    }

    private static int length(@Nullable Object value, int position) throws TemplateException {
        if (value instanceof Collection<?> list) {
            return list.size();
        }
        if (value instanceof Map<?, ?> map) {
            return map.size();
        }
        return Value.text(value, position).length();
    }

    private static boolean equal(@Nullable Object one, @Nullable Object other, int position) throws TemplateException {
        if (one instanceof Collection || one instanceof Map) {
            return Objects.equals(one, other);
        }
        return Value.text(one, position).equals(Value.text(other, position));
    }

    /** The first value that decides, or the last one. */
    private static @Nullable Object decisive(List<@Nullable Object> values, boolean truth) {
        for (Object value : values) {
            if (Value.holds(value) == truth) {
                return value;
            }
        }
        return values.get(values.size() - 1);
    }
}
