package io.leasehold.internal.binding;

import io.leasehold.internal.text.Durations;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reduces values of any shape to what can be stored and sent: texts, numbers, booleans, lists and maps. */
final class PlainValues {

    private static final int MAX_DEPTH = 32;

    private PlainValues() {}

    /** A deep, unmodifiable copy of plain values. */
    static @Nullable Object of(@Nullable Object value, Budget budget) {
        return of(value, budget, 0);
    }

    /** A deep, unmodifiable copy of a map with texts as keys. */
    static Map<String, Object> ofMap(Map<?, ?> map, Budget budget) {
        return ofMap(map, budget, 0);
    }

    private static @Nullable Object of(@Nullable Object value, Budget budget, int depth) {
        if (depth > MAX_DEPTH) {
            throw new Unfit("must not be nested deeper than " + MAX_DEPTH + " levels");
        }
        if (value == null || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Map<?, ?> map) {
            return ofMap(map, budget, depth);
        }
        if (value instanceof Collection<?> elements) {
            return ofElements(elements, budget, depth);
        }
        if (value instanceof Object[] elements) {
            return ofElements(Arrays.asList(elements), budget, depth);
        }
        if (value instanceof Number number) {
            return number(number);
        }
        String text = text(value);
        if (text != null) {
            return budget.text(text);
        }
        if (value instanceof Duration duration) {
            return duration.toSeconds();
        }
        if (value instanceof Record nested) {
            return ofMap(RecordBinder.toMap(nested), budget, depth);
        }
        throw new Unfit("must be a text, number, boolean, list or map, not a "
                + value.getClass().getSimpleName());
    }

    private static Map<String, Object> ofMap(Map<?, ?> map, Budget budget, int depth) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            budget.element();
            if (!(key instanceof String name)) {
                throw new Unfit("must be a map with texts as keys");
            }
            copy.put(budget.text(name), of(value, budget, depth + 1));
        });
        return nullsAllowed(Collections.unmodifiableMap(copy));
    }

    /** Nulls nested in maps are JSON nulls and stay; the type has no way to say so. */
    @SuppressWarnings({"unchecked", "NullAway"}) // only the nullness of the values differs, which erasure leaves out
    private static Map<String, Object> nullsAllowed(Map<String, ? extends @Nullable Object> map) {
        return (Map<String, Object>) map;
    }

    private static List<@Nullable Object> ofElements(Collection<?> elements, Budget budget, int depth) {
        List<@Nullable Object> copy = new ArrayList<>();
        for (Object element : elements) {
            budget.element();
            copy.add(of(element, budget, depth + 1));
        }
        return Collections.unmodifiableList(copy);
    }

    private static Number number(Number number) {
        if (number instanceof Byte || number instanceof Short) {
            return number.intValue();
        }
        boolean known = number instanceof Integer
                || number instanceof Long
                || number instanceof BigInteger
                || number instanceof BigDecimal;
        if (known || Double.isFinite(number.doubleValue())) {
            return number;
        }
        throw new Unfit("must be a finite number");
    }

    /** The text of a value that is one in all but type, or null. */
    static @Nullable String text(Object value) {
        if (value instanceof CharSequence || value instanceof Character) {
            return value.toString();
        }
        if (value instanceof Enum<?> constant) {
            return constant(constant);
        }
        if (value instanceof Instant instant) {
            return instant.toString();
        }
        return null;
    }

    /** The text of a single value, or null for a list, a map or something unknown. */
    static @Nullable String scalar(Object value) {
        if (value instanceof String text) {
            // First, as most values are texts.
            return text;
        }
        if (value instanceof Boolean) {
            return value.toString();
        }
        if (value instanceof BigDecimal decimal) {
            // The plain form of 1e999999999 would take gigabytes.
            return Math.abs((long) decimal.scale()) > 1_000 ? decimal.toString() : decimal.toPlainString();
        }
        if (value instanceof Number number) {
            return number(number).toString();
        }
        if (value instanceof Duration duration) {
            return Durations.format(duration);
        }
        return text(value);
    }

    /** An enum constant as it is spelled outside. */
    static String constant(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
