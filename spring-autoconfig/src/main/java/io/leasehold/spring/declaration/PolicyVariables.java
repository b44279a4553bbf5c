package io.leasehold.spring.declaration;

import io.leasehold.spring.LeaseholdStartException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/**
 * Finds variables of AWS policies, such as ${aws:username}, that Spring would take for placeholders with a default: it would write
 * "username" into the policy, which then allows something else, without an error.
 */
final class PolicyVariables {

    private static final String OURS = "leasehold.";

    /** The prefixes that the policy language has variables for; a backslash before it keeps Spring from reading it. */
    private static final Pattern VARIABLE =
            Pattern.compile("(?<!\\\\)\\$\\{(aws|ec2|iam|s3|saml|sts|kms|cognito-identity\\.amazonaws\\.com):[^}]*}");

    private PolicyVariables() {}

    /**
     * Looks at what properties say before placeholders are replaced.
     *
     * @throws LeaseholdStartException when there is one
     */
    static void refuse(Environment environment) {
        if (!(environment instanceof ConfigurableEnvironment configurable)) {
            return;
        }
        for (PropertySource<?> source : configurable.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> listed) {
                for (String name : listed.getPropertyNames()) {
                    refuse(name, listed);
                }
            }
        }
    }

    private static void refuse(String name, EnumerablePropertySource<?> source) {
        if (name.startsWith(OURS) && source.getProperty(name) instanceof CharSequence text) {
            Matcher variable = VARIABLE.matcher(text);
            if (variable.find()) {
                throw new LeaseholdStartException(
                        name,
                        "holds " + variable.group() + ", which Spring Boot would replace: write \\" + variable.group());
            }
        }
    }
}
