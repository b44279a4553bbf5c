package io.leasehold.aws.internal.arn;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Amazon Resource Name: {@code arn:partition:service:region:account:resource} ("Amazon Resource Names (ARNs)", AWS General
 * Reference). Immutable.
 *
 * @param partition such as {@code aws}, {@code aws-cn}, {@code aws-us-gov}
 * @param service such as {@code iam}
 * @param region the region, empty for services that have none
 * @param account twelve digits, {@code aws} for what AWS itself owns, or empty
 * @param resource what is named, with its type: {@code role/team/deploy}
 */
public record Arn(String partition, String service, String region, String account, String resource) {

    /** What IAM takes of an ARN ({@code arnType}: 20 to 2048 characters). */
    private static final int LONGEST = 2048;

    private static final Pattern FORM =
            Pattern.compile("arn:(aws[a-z-]{0,20}):([a-z0-9-]{1,63}):([a-z0-9-]{0,63}):(\\d{12}|aws|):([!-~]{1,1900})");

    private static final Pattern TYPED = Pattern.compile("([a-z-]+)/([!-~]*/)?([\\w+=,.@-]{1,128})");

    /**
     * Reads an ARN.
     *
     * @param text the text
     * @return the ARN; empty when the text is none
     */
    public static Optional<Arn> parse(String text) {
        Matcher parts = FORM.matcher(text);
        return text.length() <= LONGEST && parts.matches()
                ? Optional.of(new Arn(parts.group(1), parts.group(2), parts.group(3), parts.group(4), parts.group(5)))
                : Optional.empty();
    }

    /**
     * Whether it names something of IAM, of one type.
     *
     * @param type the type, such as {@code policy}
     * @return true for {@code arn:aws:iam::...:TYPE/PATH/NAME}
     */
    public boolean isIam(String type) {
        Matcher typed = TYPED.matcher(resource);
        return service.equals("iam")
                && !account.isEmpty()
                && typed.matches()
                && typed.group(1).equals(type);
    }

    /**
     * The last part of the resource, which is its name in IAM.
     *
     * @return the name without type and path
     */
    public String name() {
        return resource.substring(resource.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return String.join(":", "arn", partition, service, region, account, resource);
    }
}
