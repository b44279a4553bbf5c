package io.leasehold.internal.text;

import java.nio.charset.StandardCharsets;

/**
 * Makes untrusted text fit for messages and logs: printable ASCII only, on one line, of bounded length. Never to be used on
 * a secret.
 */
public final class Printable {

    /** How many characters of the text are shown. */
    public static final int SHOWN = 64;

    private Printable() {}

    /**
     * Escapes and quotes a text.
     *
     * @param text any text
     * @return the text in double quotes; what is cut off is told by its size in bytes
     */
    public static String quoted(String text) {
        return "\"" + shown(text) + "\"" + rest(text);
    }

    /**
     * Escapes a text without quotes, for places where a name is expected.
     *
     * @param text any text
     * @return printable ASCII; what is cut off is told by its size in bytes
     */
    public static String plain(String text) {
        return shown(text) + rest(text);
    }

    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        int end = Math.min(text.length(), SHOWN);
        for (int i = 0; i < end; i++) {
            escape(text.charAt(i), shown);
        }
        return shown.toString();
    }

    private static void escape(char c, StringBuilder to) {
        switch (c) {
            case '"' -> to.append("\\\"");
            case '\\' -> to.append("\\\\");
            case '\n' -> to.append("\\n");
            case '\r' -> to.append("\\r");
            case '\t' -> to.append("\\t");
            default -> {
                if (c >= ' ' && c <= '~') {
                    to.append(c);
                } else {
                    to.append("\\u").append(String.format("%04x", (int) c));
                }
            }
        }
    }

    private static String rest(String text) {
        if (text.length() <= SHOWN) {
            return "";
        }
        return "... (" + text.getBytes(StandardCharsets.UTF_8).length + " bytes)";
    }
}
