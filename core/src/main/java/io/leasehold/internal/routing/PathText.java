package io.leasehold.internal.routing;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.internal.text.Printable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a path may look like. A name is word characters with {@code -} and {@code .} inside, as in the reference's
 * {@code GenericNameRegex}; a path may also hold the few characters that ids and serial numbers need. Nothing is decoded
 * or normalised: what looks like an escape or climbs is refused, so that no two spellings mean one path.
 */
final class PathText {

    /** The longest segment, which is one character per byte. */
    static final int MAX_SEGMENT = 255;

    /** The longest path. */
    static final int MAX_PATH = 2_048;

    private PathText() {}

    /** Whether a segment is a name. */
    static boolean isName(String segment) {
        int last = segment.length() - 1;
        if (last < 0 || last >= MAX_SEGMENT || !isWord(segment.charAt(0)) || !isWord(segment.charAt(last))) {
            return false;
        }
        for (int i = 1; i < last; i++) {
            char c = segment.charAt(i);
            if (!isWord(c) && c != '.' && c != '-') {
                return false;
            }
        }
        return true;
    }

    /** Whether a segment has no other characters than paths may have. */
    private static boolean isPlain(String segment) {
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (!isWord(c) && ".:@+=,~-".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }

    /**
     * Checks a path and takes it apart.
     *
     * @param path the path, without slashes at its ends
     * @param shown the path as the caller knows it, for messages
     * @return its segments, at least one
     * @throws InvalidRequestException when it is hostile or malformed
     */
    static List<String> segments(String path, String shown) {
        if (path.isEmpty()) {
            throw invalid(shown, "it is empty");
        }
        // By length first: a hostile path is not even taken apart.
        if (path.length() > MAX_PATH) {
            throw invalid(shown, "it is longer than " + MAX_PATH + " characters");
        }
        List<String> segments = new ArrayList<>(4);
        int from = 0;
        while (from <= path.length()) {
            int slash = path.indexOf('/', from);
            int end = slash < 0 ? path.length() : slash;
            String segment = path.substring(from, end);
            check(segment, shown);
            segments.add(segment);
            from = end + 1;
        }
        return segments;
    }

    private static void check(String segment, String shown) {
        if (segment.isEmpty()) {
            throw invalid(shown, "it has an empty segment; single slashes stand between segments, and none at the end");
        }
        if (segment.equals(".") || segment.equals("..")) {
            throw invalid(shown, "its segment \"" + segment + "\" is not a name");
        }
        if (segment.length() > MAX_SEGMENT) {
            throw invalid(shown, "a segment is longer than " + MAX_SEGMENT + " characters");
        }
        if (!isPlain(segment)) {
            throw invalid(
                    shown,
                    "its segment " + Printable.quoted(segment) + " holds a character that is not allowed; "
                            + "letters, digits and _ - . : @ + = , ~ are");
        }
    }

    private static InvalidRequestException invalid(String shown, String problem) {
        return new InvalidRequestException("the path " + Printable.quoted(shown) + " is malformed: " + problem);
    }

    /** Takes one slash off the end. */
    static String withoutTrailingSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** Takes one slash off the start, which command lines let pass. */
    static String withoutLeadingSlash(String path) {
        return path.startsWith("/") ? path.substring(1) : path;
    }
}
