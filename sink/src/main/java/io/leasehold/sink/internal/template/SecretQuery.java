package io.leasehold.sink.internal.template;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which secret a template asks for. Templates that ask the same get the same secret.
 *
 * @param path the path
 * @param parameters what goes with it, in the order of their names
 */
public record SecretQuery(String path, Map<String, String> parameters) {

    /** Copies. */
    public SecretQuery {
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    }

    /** Without the parameters, which may hold what not everybody should see. */
    @Override
    public String toString() {
        return path;
    }
}
