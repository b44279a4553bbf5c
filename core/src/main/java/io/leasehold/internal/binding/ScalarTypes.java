package io.leasehold.internal.binding;

import io.leasehold.internal.text.Durations;
import io.leasehold.internal.text.Numbers;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The types whose values are single: text, boolean, whole number, duration, enum, and any value. */
final class ScalarTypes {

    private ScalarTypes() {}

    /** {@code String}. Numbers and booleans are taken by their text, as a command line would send them. */
    record Text() implements FieldType {

        @Override
        public String description() {
            return "text";
        }

        @Override
        public Object decode(Object raw, Source source) {
            return of(raw, Budget.of(source));
        }

        @Override
        public Object encode(Object value) {
            return value;
        }

        static String of(@Nullable Object raw, Budget budget) {
            String text = raw == null ? null : PlainValues.scalar(raw);
            if (text == null) {
                throw new Unfit("must be a text", raw);
            }
            return budget.text(text);
        }
    }

    /** {@code boolean}. */
    record Flag() implements FieldType {

        @Override
        public String description() {
            return "boolean";
        }

        @Override
        public Object decode(Object raw, Source source) {
            if (raw instanceof Boolean) {
                return raw;
            }
            String text = PlainValues.scalar(raw);
            if ("true".equals(text) || "1".equals(text)) {
                return true;
            }
            if ("false".equals(text) || "0".equals(text)) {
                return false;
            }
            throw new Unfit("must be true or false", raw);
        }

        @Override
        public Object encode(Object value) {
            return value;
        }
    }

    /** {@code int} and {@code long}. */
    record Whole(boolean wide) implements FieldType {

        private static final Pattern DIGITS = Pattern.compile("[+-]?[0-9]{1,30}");

        @Override
        public String description() {
            return "whole number";
        }

        @Override
        public Object decode(Object raw, Source source) {
            BigDecimal number = number(raw);
            BigDecimal min = BigDecimal.valueOf(wide ? Long.MIN_VALUE : Integer.MIN_VALUE);
            BigDecimal max = BigDecimal.valueOf(wide ? Long.MAX_VALUE : Integer.MAX_VALUE);
            if (number.compareTo(min) < 0 || number.compareTo(max) > 0) {
                throw new Unfit("must be a whole number from " + min + " to " + max, raw);
            }
            long value = whole(number, raw);
            // Each branch boxes to its own type; a conditional expression would widen both.
            if (wide) {
                return value;
            }
            return (int) value;
        }

        private static BigDecimal number(Object raw) {
            if (raw instanceof Number number) {
                try {
                    return Numbers.exact(number);
                } catch (IllegalArgumentException e) {
                    throw new Unfit("must be a whole number", raw);
                }
            }
            String text = PlainValues.text(raw);
            if (text == null || !DIGITS.matcher(text).matches()) {
                throw new Unfit("must be a whole number", raw);
            }
            return new BigDecimal(text);
        }

        private static long whole(BigDecimal number, Object raw) {
            try {
                return number.longValueExact();
            } catch (ArithmeticException e) {
                throw new Unfit("must be a whole number", raw);
            }
        }

        @Override
        public Object encode(Object value) {
            return value;
        }
    }

    /** {@link Duration}, in whole seconds. */
    record Period() implements FieldType {

        @Override
        public String description() {
            return "duration";
        }

        @Override
        public Object decode(Object raw, Source source) {
            try {
                return Duration.ofSeconds(parse(raw).toSeconds());
            } catch (IllegalArgumentException e) {
                throw new Unfit(String.valueOf(e.getMessage()), raw);
            }
        }

        private static Duration parse(Object raw) {
            if (raw instanceof Duration duration) {
                return Durations.check(duration);
            }
            if (raw instanceof Number number) {
                return Durations.ofSeconds(number);
            }
            String text = PlainValues.text(raw);
            if (text == null) {
                throw new IllegalArgumentException(Durations.RULE);
            }
            return Durations.parse(text);
        }

        @Override
        public Object encode(Object value) {
            return ((Duration) value).toSeconds();
        }
    }

    /** An enum, spelled in lower case with underscores or hyphens. */
    record Choice(Class<?> type) implements FieldType {

        @Override
        public String description() {
            return "one of " + names();
        }

        @Override
        public Object decode(Object raw, Source source) {
            if (type.isInstance(raw)) {
                return raw;
            }
            String text = PlainValues.text(raw);
            if (text != null && text.equals(text.toLowerCase(Locale.ROOT))) {
                for (Object constant : type.getEnumConstants()) {
                    if (PlainValues.constant((Enum<?>) constant).equals(text.replace('-', '_'))) {
                        return constant;
                    }
                }
            }
            throw new Unfit("must be one of " + names(), raw);
        }

        private String names() {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> PlainValues.constant((Enum<?>) constant))
                    .collect(Collectors.joining(", "));
        }

        @Override
        public Object encode(Object value) {
            return PlainValues.constant((Enum<?>) value);
        }
    }

    /** {@code Object}: any plain value as it is. JSON in a text stays text. */
    record Anything() implements FieldType {

        @Override
        public String description() {
            return "any value";
        }

        @Override
        public Object decode(Object raw, Source source) {
            Object plain = PlainValues.of(raw, Budget.of(source));
            if (plain == null) {
                throw new Unfit("must not be null");
            }
            return plain;
        }

        @Override
        public Object encode(Object value) {
            return decode(value, Source.DATA);
        }
    }
}
