package io.leasehold.database.internal.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known word that a misspelt one was probably meant to be. Stateless. */
public final class Nearest {

    private Nearest() {}

    /**
     * Finds the nearest of some known words.
     *
     * @param word what was written
     * @param known what would have been accepted
     * @return the known word with the smallest edit distance (case aside), empty when none is closer than half the length
     */
    public static Optional<String> of(String word, Collection<String> known) {
        String lower = word.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(candidate -> distance(lower, candidate.toLowerCase(Locale.ROOT))
                        <= Math.max(1, Math.max(word.length(), candidate.length()) / 2))
                .min(Comparator.comparingInt((String candidate) -> distance(lower, candidate.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /**
     * The nearest known word as the end of a message.
     *
     * @param word what was written
     * @param known what would have been accepted
     * @return {@code "; did you mean X?"}, or an empty text when nothing is near
     */
    public static String hint(String word, Collection<String> known) {
        return of(word, known).map(nearest -> "; did you mean " + nearest + "?").orElse("");
    }

    /** Levenshtein distance, with two rows of the usual table. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, Math.min(previous[j], current[j - 1]) + 1);
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[b.length()];
    }
}
