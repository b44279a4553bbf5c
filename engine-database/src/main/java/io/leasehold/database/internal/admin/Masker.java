package io.leasehold.database.internal.admin;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Takes secrets out of what the server or driver says. A server may quote a piece of the statement, where a secret stands in its
 * escaped form, and may cut it off; so the forms that SQL gives it are hidden too, and beginnings of all. Immutable; its text form
 * shows nothing.
 */
public final class Masker {

    private static final String MASK = "[password]";

    /** A shorter beginning of a secret is taken for chance. */
    private static final int LEAST_BEGINNING = 8;

    private final List<String> secrets;

    private Masker(List<String> secrets) {
        this.secrets = secrets;
    }

    /**
     * Hides secrets.
     *
     * @param secrets what to hide; empty ones are ignored
     * @return the masker
     */
    public static Masker of(String... secrets) {
        return new Masker(Arrays.stream(secrets).filter(s -> !s.isEmpty()).toList());
    }

    /**
     * Hides more.
     *
     * @param more what else to hide
     * @return a masker for all
     */
    public Masker and(String... more) {
        return new Masker(Stream.concat(secrets.stream(), Arrays.stream(more))
                .filter(s -> !s.isEmpty())
                .toList());
    }

    /**
     * Takes the secrets out of a text.
     *
     * @param text what may hold them
     * @return the text with a marker in their places
     */
    public String mask(String text) {
        List<String> forms = secrets.stream().flatMap(Masker::forms).toList();
        StringBuilder masked = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int hidden = longestAt(text, at, forms);
            if (hidden > 0) {
                masked.append(MASK);
                at += hidden;
            } else {
                masked.append(text.charAt(at++));
            }
        }
        return masked.toString();
    }

    /** As it is, and as literals hold it: quotes doubled or behind a backslash, backslashes doubled. */
    private static Stream<String> forms(String secret) {
        String backslashes = secret.replace("\\", "\\\\");
        return Stream.of(
                        secret,
                        secret.replace("'", "''"),
                        secret.replace("\"", "\"\""),
                        backslashes.replace("'", "''"),
                        backslashes.replace("\"", "\"\""),
                        backslashes.replace("'", "\\'").replace("\"", "\\\""))
                .distinct();
    }

    /** How much of a text from an offset on is a secret, or the beginning of one. */
    private static int longestAt(String text, int offset, List<String> forms) {
        int longest = 0;
        for (String form : forms) {
            int length = 0;
            while (length < form.length()
                    && offset + length < text.length()
                    && form.charAt(length) == text.charAt(offset + length)) {
                length++;
            }
            if (length == form.length() || length >= LEAST_BEGINNING) {
                longest = Math.max(longest, length);
            }
        }
        return longest;
    }

    /** The failure without its secrets, and without the causes that may repeat them; the stack trace is kept. */
    SQLException copy(SQLException failure) {
        SQLException copy = new SQLException(
                mask(String.valueOf(failure.getMessage())), failure.getSQLState(), failure.getErrorCode());
        copy.setStackTrace(failure.getStackTrace());
        return copy;
    }

    @Override
    public String toString() {
        return "Masker";
    }
}
