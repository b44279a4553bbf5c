package io.leasehold.pki.internal.issuer;

import org.jspecify.annotations.Nullable;

/**
 * Where this deployment answers, as stored at {@code config/cluster}, for templates in URLs. Immutable.
 *
 * @param path the URL of the mount's API, empty for not said
 * @param aiaPath the URL of the mount's certificates and lists, empty for not said
 */
public record ClusterPaths(String path, String aiaPath) {

    /** Where they are stored. */
    public static final String PATH = "config/cluster";

    /** Nothing said. */
    public static final ClusterPaths NONE = new ClusterPaths("", "");

    /** Fills in what is missing. */
    public ClusterPaths {
        path = orEmpty(path);
        aiaPath = orEmpty(aiaPath);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
