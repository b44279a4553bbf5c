package io.leasehold.sink.internal.format;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes values as JSON (RFC 8259). */
public final class JsonText {

    private final StringBuilder text = new StringBuilder();
    private final boolean indented;

    private JsonText(boolean indented) {
        this.indented = indented;
    }

    /**
     * On one line.
     *
     * @param value texts, numbers, truth values, lists and maps; others by their text
     * @return the JSON
     */
    public static String compact(@Nullable Object value) {
        return new JsonText(false).write(value, 0);
    }

    /**
     * On a line per value, indented by two spaces.
     *
     * @param value as for {@link #compact}
     * @return the JSON
     */
    public static String indented(@Nullable Object value) {
        return new JsonText(true).write(value, 0);
    }

    private String write(@Nullable Object value, int depth) {
        value(value, depth);
        return text.toString();
    }

    private void value(@Nullable Object value, int depth) {
        if (value == null || value instanceof Boolean || value instanceof Number) {
            text.append(value);
        } else if (value instanceof Map<?, ?> map) {
            open('{');
            boolean first = true;
            for (Map.Entry<?, ?> each : map.entrySet()) {
                separate(first, depth + 1);
                first = false;
                quoted(String.valueOf(each.getKey()));
                text.append(indented ? ": " : ":");
                value(each.getValue(), depth + 1);
            }
            close('}', map.isEmpty(), depth);
        } else if (value instanceof Collection<?> list) {
            open('[');
            boolean first = true;
            for (Object each : list) {
                separate(first, depth + 1);
                first = false;
                value(each, depth + 1);
            }
            close(']', list.isEmpty(), depth);
        } else {
            quoted(value.toString());
        }
    }

    private void open(char bracket) {
        text.append(bracket);
    }

    private void separate(boolean first, int depth) {
        text.append(first ? "" : ",");
        line(depth);
    }

    private void close(char bracket, boolean empty, int depth) {
        if (!empty) {
            line(depth);
        }
        text.append(bracket);
    }

    private void line(int depth) {
        if (indented) {
            text.append('\n').append("  ".repeat(depth));
        }
    }

    private void quoted(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < 0x20 || Character.isSurrogate(c)) {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
