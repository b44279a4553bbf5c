package io.leasehold.internal.routing;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.internal.text.Printable;
import java.util.List;
import java.util.Set;

/**
 * Where an engine is mounted, such as {@code database} or {@code team/db}: one or more names with slashes between them.
 *
 * @param value the path without slashes at its ends
 */
public record MountPath(String value) implements Comparable<MountPath> {

    /** First segments that belong to the broker itself. */
    private static final Set<String> RESERVED = Set.of("sys", "auth");

    /** How long the whole path may be, so that lease ids below it stay storable. */
    private static final int MAX_LENGTH = 255;

    /**
     * Checks a path that has no slashes at its ends.
     *
     * @throws InvalidRequestException when it is malformed or reserved
     */
    public MountPath {
        List<String> segments = PathText.segments(value, value);
        for (String segment : segments) {
            if (!PathText.isName(segment)) {
                throw invalid(
                        value,
                        "has a segment " + Printable.quoted(segment)
                                + " that is not a name; names are letters, digits and _, with - and . inside");
            }
        }
        if (isReserved(segments.get(0))) {
            throw invalid(value, "begins with " + segments.get(0) + ", which belongs to the broker itself");
        }
        if (value.length() > MAX_LENGTH) {
            throw invalid(value, "is longer than " + MAX_LENGTH + " characters");
        }
    }

    /**
     * Reads a path as callers write it: one slash at each end is let pass.
     *
     * @param path the path
     * @return the mount path
     * @throws InvalidRequestException when it is malformed or reserved
     */
    public static MountPath of(String path) {
        return new MountPath(PathText.withoutTrailingSlash(PathText.withoutLeadingSlash(path)));
    }

    /** Whether paths that begin with a segment belong to the broker itself. */
    static boolean isReserved(String firstSegment) {
        return RESERVED.contains(firstSegment);
    }

    /**
     * Whether two mounts cannot be there at once: equal paths, or one inside the other.
     *
     * @param other the other path
     * @return true when they collide
     */
    public boolean collidesWith(MountPath other) {
        return (value + "/").startsWith(other.value + "/") || (other.value + "/").startsWith(value + "/");
    }

    @Override
    public int compareTo(MountPath other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static InvalidRequestException invalid(String value, String problem) {
        return new InvalidRequestException("path", Printable.quoted(value) + " " + problem);
    }
}
