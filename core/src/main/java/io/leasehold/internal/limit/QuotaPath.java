package io.leasehold.internal.limit;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.internal.routing.PathPrefix;

/** Paths and ranges of limits. */
final class QuotaPath {

    private QuotaPath() {}

    /** Without slashes at its ends. */
    static String normalised(String path) {
        String text = path.strip();
        while (text.startsWith("/")) {
            text = text.substring(1);
        }
        while (text.endsWith("/")) {
            text = text.substring(0, text.length() - 1);
        }
        if (!text.matches("[\\w.:@+=,~\\-/]{0,400}")) {
            throw new InvalidRequestException(
                    "path", "must be at most 400 characters: segments of letters, digits and _ - . : @ + = , ~");
        }
        return text;
    }

    /**
     * Refuses a path that no credential's path could ever be at or below. Not done for limits that are stored already: one
     * that holds for nothing does no harm, but must not keep others from being read.
     */
    static void requireReachable(String limit) {
        if (!limit.isEmpty()) {
            PathPrefix.check("path", limit);
        }
    }

    static void atLeast(String field, long value, long least) {
        if (value < least) {
            throw new InvalidRequestException(field, "must be " + least + " or more, was " + value);
        }
    }

    /** Whether a limit at one path holds for a request at another. */
    static boolean covers(String limit, String path) {
        return limit.isEmpty() || path.equals(limit) || path.startsWith(limit + "/");
    }
}
