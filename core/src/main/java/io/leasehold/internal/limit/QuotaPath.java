package io.leasehold.internal.limit;

import io.leasehold.error.InvalidRequestException;

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
        if (!text.matches("[\\w.\\-/]{0,400}")) {
            throw new InvalidRequestException("path", "must be segments of letters, digits, '_', '-' and '.'");
        }
        return text;
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
