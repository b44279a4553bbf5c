package io.leasehold.internal.binding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;

/** The types whose values have elements: lists of texts, maps of texts, maps of any values. */
final class CompoundTypes {

    /** Made when the first text is read that is a JSON object: few are, and data binding takes its time to load. */
    private static final class Mapper {

        static final JsonMapper JSON = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    private CompoundTypes() {}

    /**
     * {@code List<String>}: a list, or a text with commas between the elements. A verbatim list takes a text as one element,
     * and elements untrimmed.
     */
    record Texts(boolean verbatim) implements FieldType {

        @Override
        public String description() {
            return "list of texts";
        }

        @Override
        public Object decode(Object raw, Source source) {
            Budget budget = Budget.of(source);
            Collection<?> elements = elementsOf(raw);
            if (elements != null) {
                boolean trim = source == Source.REQUEST && !verbatim;
                List<String> texts = new ArrayList<>();
                for (Object element : elements) {
                    budget.element();
                    String text = element(element, budget);
                    texts.add(trim ? text.strip() : text);
                }
                return Collections.unmodifiableList(texts);
            }
            String text = ScalarTypes.Text.of(scalar(raw), budget);
            if (text.isEmpty()) {
                return List.of();
            }
            return verbatim ? List.of(text) : split(text);
        }

        private static Object scalar(Object raw) {
            if (raw instanceof Map<?, ?>) {
                throw new Unfit("must be a list of texts", raw);
            }
            return raw;
        }

        private static String element(@Nullable Object element, Budget budget) {
            String text = element == null ? null : PlainValues.scalar(element);
            if (text == null) {
                throw new Unfit("must be a list whose elements are texts", element);
            }
            return budget.text(text);
        }

        @Override
        public Object encode(Object value) {
            return decode(value, Source.DATA);
        }
    }

    /** {@code Map<String, String>}. */
    record TextMap() implements FieldType {

        @Override
        public String description() {
            return "map of texts";
        }

        @Override
        public Object decode(Object raw, Source source) {
            Budget budget = Budget.of(source);
            Map<String, String> texts = new LinkedHashMap<>();
            entries(raw).forEach((key, value) -> {
                budget.element();
                if (!(key instanceof String name)) {
                    throw new Unfit("must be a map with texts as keys");
                }
                String text = value == null ? null : PlainValues.scalar(value);
                if (text == null) {
                    throw new Unfit("must be a map whose values are texts", value);
                }
                texts.put(budget.text(name), budget.text(text));
            });
            return Collections.unmodifiableMap(texts);
        }

        @Override
        public Object encode(Object value) {
            return decode(value, Source.DATA);
        }
    }

    /** {@code Map<String, Object>}. */
    record AnyMap() implements FieldType {

        @Override
        public String description() {
            return "map";
        }

        @Override
        public Object decode(Object raw, Source source) {
            Budget budget = Budget.of(source);
            return PlainValues.ofMap(entries(raw), budget);
        }

        @Override
        public Object encode(Object value) {
            return decode(value, Source.DATA);
        }
    }

    private static Map<?, ?> entries(Object raw) {
        if (raw instanceof Map<?, ?> map) {
            return map;
        }
        Collection<?> elements = elementsOf(raw);
        if (elements != null) {
            return pairs(elements);
        }
        String text = PlainValues.text(raw);
        if (text == null) {
            throw new Unfit("must be a map", raw);
        }
        // Bounded before it is parsed. What it is parsed into is checked again: JSON can escape a NUL.
        Budget.of(FieldType.Source.REQUEST).text(text);
        String trimmed = text.strip();
        if (trimmed.startsWith("{")) {
            return json(trimmed);
        }
        return trimmed.isEmpty() ? Map.of() : pairs(split(trimmed));
    }

    private static Map<?, ?> pairs(Collection<?> elements) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (Object element : elements) {
            String pair = element == null ? null : PlainValues.text(element);
            int equals = pair == null ? -1 : pair.indexOf('=');
            if (pair == null || equals < 1) {
                throw new Unfit("must be a map, a JSON object or a text such as key=value,key2=value2", element);
            }
            if (pairs.put(
                            pair.substring(0, equals).strip(),
                            pair.substring(equals + 1).strip())
                    != null) {
                throw new Unfit("must not give a key twice", pair.substring(0, equals));
            }
        }
        return pairs;
    }

    private static Map<?, ?> json(String text) {
        try {
            return Mapper.JSON.readValue(text, Map.class);
        } catch (JacksonException e) {
            // Without the cause: its message may quote the text.
            throw new Unfit("must be a map; it was given as a JSON object that does not parse");
        }
    }

    private static @Nullable Collection<?> elementsOf(Object raw) {
        if (raw instanceof Collection<?> elements) {
            return elements;
        }
        return raw instanceof Object[] array ? Arrays.asList(array) : null;
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        while (from <= text.length()) {
            int comma = text.indexOf(',', from);
            int end = comma < 0 ? text.length() : comma;
            String part = text.substring(from, end).strip();
            if (!part.isEmpty()) {
                parts.add(part);
            }
            from = end + 1;
        }
        return Collections.unmodifiableList(parts);
    }
}
