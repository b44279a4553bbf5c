package io.leasehold.pki.internal.name;

/** Names from anybody, made fit for messages: printable ASCII, on one line, of bounded length. */
public final class Shown {

    private static final int LONGEST = 100;

    private Shown() {}

    /**
     * Shows a text in quotes.
     *
     * @param text from anybody
     * @return it, fit for a message
     */
    public static String quoted(String text) {
        return '"' + plain(text) + '"';
    }

    /**
     * Shows a text without quotes.
     *
     * @param text from anybody
     * @return it, fit for a message
     */
    public static String plain(String text) {
        int length = Math.min(text.length(), LONGEST);
        if (length == text.length() && Ascii.isVisible(text)) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c <= '~' && c != '\\') {
                shown.append(c);
            } else {
                shown.append("\\u").append(String.format("%04x", (int) c));
            }
        }
        return length < text.length() ? shown + "... (" + text.length() + " characters)" : shown.toString();
    }
}
