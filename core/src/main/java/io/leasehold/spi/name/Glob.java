package io.leasehold.spi.name;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A pattern in which {@code *} stands for any characters, also none, and everything else for itself; it has to match the
 * whole of a text, and case counts. Immutable.
 */
public final class Glob {

    private final Pattern pattern;

    private Glob(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * A pattern.
     *
     * @param text the pattern's text
     * @return the pattern
     */
    public static Glob of(String text) {
        return new Glob(Pattern.compile(
                Pattern.compile("\\*")
                        .splitAsStream(text + "\0")
                        .map(part -> Pattern.quote(part.replace("\0", "")))
                        .collect(Collectors.joining(".*")),
                Pattern.DOTALL));
    }

    /**
     * Whether a text matches.
     *
     * @param text the text
     * @return whether all of it does
     */
    public boolean matches(String text) {
        return pattern.matcher(text).matches();
    }

    @Override
    public String toString() {
        return "Glob[" + pattern + "]";
    }
}
