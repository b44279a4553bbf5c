package io.leasehold.aws.internal.name;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.spi.name.NameTemplate;
import io.leasehold.spi.name.NameVocabulary;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.function.BiFunction;

/**
 * Names by {@code username_template}. Users and sessions of roles have 64 characters, federated sessions 32 ("IAM and AWS STS
 * quotas", IAM User Guide). Immutable.
 */
public final class AwsNames {

    private static final String DEFAULT =
            "{{ if (eq .Type \"STS\") }}{{ printf \"vault-%s-%s\" (unix_time) (random 20) |"
                    + " truncate 32 }}{{ else }}{{ printf \"vault-%s-%s-%s\" (printf \"%s-%s\" (.DisplayName) (.PolicyName) | truncate 42)"
                    + " (unix_time) (random 20) | truncate 64 }}{{ end }}";

    private static final String FIELD = "username_template";
    private static final int USER = 64;
    private static final int FEDERATED = 32;

    /** Two times whose seconds begin differently. */
    private static final Instant EARLY = Instant.ofEpochSecond(1_111_111_111L);

    private static final Instant LATE = Instant.ofEpochSecond(7_000_000_000L);

    private static final int SAMPLES = 12;

    private static final NameVocabulary VOCABULARY =
            NameVocabulary.DEFAULT.withRoleField("PolicyName").withSigns("+=,.@_-");

    private final String text;
    private final NameTemplate users;
    private final NameTemplate federated;

    private AwsNames(String text) {
        this.text = text;
        this.users = NameTemplate.parse(FIELD, text, USER, VOCABULARY.withConstant("Type", "IAM"));
        this.federated = NameTemplate.parse(FIELD, text, FEDERATED, VOCABULARY.withConstant("Type", "STS"));
    }

    /**
     * Reads a template.
     *
     * @param template the template, empty for the default
     * @return names by it
     * @throws InvalidRequestException when it cannot be read, or makes names that are too long or not random enough
     */
    public static AwsNames of(String template) {
        return new AwsNames(template.isEmpty() ? DEFAULT : template);
    }

    /**
     * Whether names are made by a template.
     *
     * @param template the template, empty for the default
     * @return whether they are
     */
    public boolean isBy(String template) {
        return text.equals(template.isEmpty() ? DEFAULT : template);
    }

    /**
     * A name for a user, or for a session of a role.
     *
     * @param displayName who asks
     * @param roleName the role of the engine
     * @param time the time
     * @param random the source of randomness
     * @return a new name
     */
    public String user(String displayName, String roleName, Instant time, SecureRandom random) {
        return users.render(displayName, roleName, time, random);
    }

    /**
     * A name for a federated session.
     *
     * @param displayName who asks
     * @param roleName the role of the engine
     * @param time the time
     * @param random the source of randomness
     * @return a new name
     */
    public String federation(String displayName, String roleName, Instant time, SecureRandom random) {
        return federated.render(displayName, roleName, time, random);
    }

    /**
     * What the names of all users begin with.
     *
     * @param random the source of randomness
     * @return the text, possibly empty
     */
    public String userPrefix(SecureRandom random) {
        return common((text, time) -> user(text, text, time, random));
    }

    /**
     * What the names of all federated sessions begin with.
     *
     * @param random the source of randomness
     * @return the text, possibly empty
     */
    public String federationPrefix(SecureRandom random) {
        return common((text, time) -> federation(text, text, time, random));
    }

    /** Of so many names that nothing random is the same in all of them. */
    private static String common(BiFunction<String, Instant, String> names) {
        String common = names.apply("aaaa", EARLY);
        for (int i = 0; i < SAMPLES; i++) {
            common = common(common, names.apply("zzzz", LATE));
        }
        return common;
    }

    private static String common(String one, String other) {
        int length = 0;
        while (length < Math.min(one.length(), other.length()) && one.charAt(length) == other.charAt(length)) {
            length++;
        }
        return one.substring(0, length);
    }

    /**
     * A session's name that somebody gave ({@code RoleSessionName} of {@code AssumeRole}, AWS STS API reference).
     *
     * @param given the name
     * @return the same as AWS takes it: other characters become hyphens, and what is over 64 is cut off
     * @throws InvalidRequestException when it is too short
     */
    public static String session(String given) {
        String fit = given.replaceAll("[^\\w+=,.@-]", "-");
        if (fit.length() < 2) {
            throw new InvalidRequestException("role_session_name", "has one character: AWS takes 2 to 64");
        }
        return fit.length() > USER ? fit.substring(0, USER) : fit;
    }
}
