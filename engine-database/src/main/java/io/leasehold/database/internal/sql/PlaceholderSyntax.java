package io.leasehold.database.internal.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * How a placeholder is written: a name between double braces, with white space inside them tolerated.
 *
 * <p>Two braces also occur in SQL (a two-dimensional PostgreSQL array {@code '{{1,2},{3,4}}'}, JSON), so braces around
 * anything that cannot be a misspelt name are left alone. Braces around something that looks like a name but is none are
 * refused, because sending them to the server would make a password out of a typing error.
 */
final class PlaceholderSyntax {

    /**
     * A placeholder found in a text.
     *
     * @param start the first brace
     * @param end after the last brace
     * @param name the name between them, without white space around it
     */
    record Match(int start, int end, String name) {}

    private PlaceholderSyntax() {}

    /** Finds all placeholders between two offsets. */
    static List<Match> findAll(String text, int from, int to) throws SqlTextException {
        List<Match> found = new ArrayList<>();
        int at = from;
        while (at < to) {
            int open = pair(text, '{', at, to);
            if (open < 0) {
                break;
            }
            List<Match> match = at(text, open, to);
            found.addAll(match);
            at = match.isEmpty() ? open + 1 : match.get(0).end();
        }
        return found;
    }

    /** The placeholder that starts at an offset; none when the braces there mean something else. */
    static List<Match> at(String text, int open, int to) throws SqlTextException {
        if (!text.startsWith("{{", open)) {
            return List.of();
        }
        int close = pair(text, '}', open + 2, to);
        if (close < 0) {
            return List.of();
        }
        String inner = text.substring(open + 2, close).strip();
        if (isName(inner)) {
            return List.of(new Match(open, close + 2, inner));
        }
        if (looksLikeName(inner)) {
            throw new SqlTextException(
                    open,
                    "the text between {{ and }} is no placeholder: write a name of letters, digits and _, such as {{name}}");
        }
        return List.of();
    }

    /** Two braces between two offsets, or -1. Looks no further: a text has many tokens, each of which is searched. */
    private static int pair(String text, char brace, int from, int to) {
        for (int at = from; at + 1 < to; at++) {
            if (text.charAt(at) == brace && text.charAt(at + 1) == brace) {
                return at;
            }
        }
        return -1;
    }

    private static boolean isName(String inner) {
        return !inner.isEmpty()
                && !Characters.isDigit(inner.charAt(0))
                && inner.chars().allMatch(PlaceholderSyntax::isNameCharacter);
    }

    private static boolean looksLikeName(String inner) {
        return inner.isEmpty()
                || (inner.chars().anyMatch(PlaceholderSyntax::isLetter)
                        && inner.chars().allMatch(c -> isNameCharacter(c) || "-. |$\t".indexOf(c) >= 0));
    }

    private static boolean isLetter(int c) {
        return Characters.isAsciiLetter((char) c);
    }

    private static boolean isNameCharacter(int c) {
        return isLetter(c) || Characters.isDigit((char) c) || c == '_';
    }
}
