package io.leasehold.internal.routing;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.internal.text.Printable;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

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

    private static final Pattern NAME = Pattern.compile("[0-9A-Za-z_](?:[0-9A-Za-z_.-]*[0-9A-Za-z_])?");
    private static final Pattern SEGMENT = Pattern.compile("[0-9A-Za-z_.:@+=,~-]+");

    private PathText() {}

    /** Whether a segment is a name. */
    static boolean isName(String segment) {
        return segment.length() <= MAX_SEGMENT && NAME.matcher(segment).matches();
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
        List<String> segments = Arrays.asList(path.split("/", -1));
        for (String segment : segments) {
            check(segment, shown);
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
        if (!SEGMENT.matcher(segment).matches()) {
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
