package io.leasehold.sink.internal.command;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Hides the values of secrets in the output of programs, which like to quote their configuration. */
public final class Masking {

    /** What is shorter stands in any text. */
    private static final int SHORTEST = 4;

    private final List<String> values = new ArrayList<>();

    /**
     * Takes the values of secrets.
     *
     * @param data fields of secrets
     */
    public Masking(Collection<Map<String, Object>> data) {
        data.forEach(this::add);
        // What holds another value goes first.
        values.sort(Comparator.comparingInt(String::length).reversed());
    }

    private void add(Object value) {
        if (value instanceof Map<?, ?> map) {
            map.values().forEach(this::add);
        } else if (value instanceof Collection<?> list) {
            list.forEach(this::add);
        } else if (value instanceof CharSequence text) {
            text.toString()
                    .lines()
                    .filter(line -> line.length() >= SHORTEST && !line.startsWith("-----"))
                    .forEach(values::add);
        }
    }

    /**
     * A text without them.
     *
     * @param text the text
     * @return the text, with asterisks instead of values
     */
    public String of(String text) {
        String masked = text;
        for (String each : values) {
            masked = masked.replace(each, "***");
        }
        return masked;
    }

    /**
     * A text that was cut, without them: its end may be the beginning of one.
     *
     * @param text the text
     * @return the text, with asterisks instead of values
     */
    public String ofCut(String text) {
        // Half a character at the end.
        String masked = of(text.endsWith("\ufffd") ? text.substring(0, text.length() - 1) : text);
        for (String each : values) {
            for (int length = Math.min(each.length() - 1, masked.length()); length > 0; length--) {
                if (masked.endsWith(each.substring(0, length))) {
                    return masked.substring(0, masked.length() - length) + "***";
                }
            }
        }
        return masked;
    }
}
