package io.leasehold.internal.routing;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.internal.text.Printable;
import java.util.List;

/** Where paths below mounts may begin: a mount, a folder below one, or one whole path. */
public final class PathPrefix {

    private PathPrefix() {}

    /**
     * Refuses what no path below any mount could be at or below, whatever is mounted: segments that a path cannot have, and
     * the paths that belong to the broker itself.
     *
     * @param field the field that holds it, for the error
     * @param prefix whole segments, without slashes at the ends
     * @throws InvalidRequestException when it is such a one
     */
    public static void check(String field, String prefix) {
        List<String> segments;
        try {
            segments = PathText.segments(prefix, prefix);
        } catch (InvalidRequestException e) {
            throw new InvalidRequestException(field, "can never match: " + e.getMessage(), e);
        }
        String first = segments.get(0);
        if (!PathText.isName(first)) {
            throw new InvalidRequestException(
                    field,
                    "can never match: no mount begins with " + Printable.quoted(first)
                            + "; names are letters, digits and _, with - and . inside");
        }
        if (MountPath.isReserved(first)) {
            throw new InvalidRequestException(
                    field,
                    "can never match: " + first + "/ belongs to the broker itself, and no credential is issued there;"
                            + " name a path below a mount, such as database/creds/app");
        }
    }
}
