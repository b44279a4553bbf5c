package io.leasehold.internal.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds what a misspelled name was probably meant to be. */
public final class Nearest {

    /** Nobody types a name of this length; comparing one would take time in proportion to it. */
    private static final int MAX_COMPARED = 100;

    private Nearest() {}

    /**
     * The known name nearest to a given one: upper case, hyphens and underscores do not count, and about a third of the
     * characters may differ.
     *
     * @param given the name given
     * @param known the names there are
     * @return the nearest, the first in alphabetical order among equals; empty when none is near
     */
    public static Optional<String> to(String given, Collection<String> known) {
        String wanted = folded(given);
        if (wanted.length() > MAX_COMPARED) {
            return Optional.empty();
        }
        List<String> candidates = new ArrayList<>(known);
        candidates.sort(Comparator.naturalOrder());
        return candidates.stream()
                .filter(name -> distance(wanted, folded(name)) <= tolerated(wanted, folded(name)))
                .min(Comparator.comparingInt(name -> distance(wanted, folded(name))));
    }

    /**
     * How many characters must be inserted, deleted, replaced or swapped with their neighbour to make one text of the other
     * (optimal string alignment distance).
     *
     * @param a one text
     * @param b the other
     * @return 0 for equal texts
     */
    public static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        Arrays.setAll(last, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(last[j], row[j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], 1 + beforeLast[j - 2]);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[b.length()];
    }

    private static int tolerated(String wanted, String name) {
        return Math.max(1, Math.max(wanted.length(), name.length()) / 3);
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }
}
