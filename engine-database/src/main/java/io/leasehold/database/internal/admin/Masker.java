package io.leasehold.database.internal.admin;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Takes secrets out of what the server or driver says. Immutable; its text form shows nothing.
 */
public final class Masker {

    private static final String MASK = "[password]";

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
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, MASK);
        }
        return masked;
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
