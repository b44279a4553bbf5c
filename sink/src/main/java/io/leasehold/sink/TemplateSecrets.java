package io.leasehold.sink;

import io.leasehold.RotatingSecret;
import io.leasehold.SecretBroker;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Opens the secrets that templates name. */
@FunctionalInterface
public interface TemplateSecrets {

    /**
     * Opens a secret, which the sink closes. Called once for each combination of path and parameters.
     *
     * @param path the path
     * @param parameters what stands behind it, {@code ttl=72h} as {@code ttl} and {@code 72h}; often empty
     * @return the secret, fetched once already
     */
    RotatingSecret open(String path, Map<String, String> parameters);

    /**
     * Opens them with a broker. With parameters, a path below {@code issue/}, {@code sign/} or {@code sign-verbatim/} of its mount
     * is written to, as certificates are made ({@link SecretBroker#rotatingWrite}). Every other path is read, with the parameters
     * if there are any ({@link SecretBroker#rotating(String, Map)}).
     *
     * @param broker the broker
     * @return what opens them
     */
    static TemplateSecrets of(SecretBroker broker) {
        return (path, parameters) -> !parameters.isEmpty() && isMade(path)
                ? broker.rotatingWrite(path, parameters)
                : broker.rotating(path, parameters);
    }

    private static boolean isMade(String path) {
        List<String> segments = Arrays.asList(path.split("/"));
        // The mount stands before it and the role behind it, so a role of that name is none of this.
        return segments.size() > 2
                && segments.subList(1, segments.size() - 1).stream()
                        .anyMatch(Set.of("issue", "sign", "sign-verbatim")::contains);
    }
}
