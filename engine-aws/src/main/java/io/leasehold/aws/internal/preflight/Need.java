package io.leasehold.aws.internal.preflight;

import java.util.List;
import java.util.Map;

/**
 * A feature that is configured, for one thing that it is done to.
 *
 * @param feature the feature
 * @param resource an example of the thing, for a check: an ARN without wildcards, or {@code *}
 * @param pattern all such things, for a policy: an ARN that may have wildcards, or {@code *}
 * @param context what requests carry that policies may ask for: values by condition key
 */
record Need(Feature feature, String resource, String pattern, Map<String, List<String>> context) {

    static Need of(Feature feature, String resource) {
        return new Need(feature, resource, resource, Map.of());
    }
}
