package io.leasehold.aws.internal.role;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What AWS takes as tags ("Tags for IAM resources" and "Passing session tags in AWS STS", IAM User Guide). */
final class TagRules {

    static final int MOST_OF_A_SESSION = 50;

    /** Fifty, of which three are for the marks of the broker. */
    static final int MOST_OF_A_USER = 47;

    /** What the keys of the broker's own marks begin with. */
    static final String OWN = "leasehold:";

    private static final Pattern KEY = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,128}");
    private static final Pattern VALUE = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{0,256}");

    private TagRules() {}

    static void check(String field, Map<String, String> tags, int most, Problems problems) {
        if (tags.size() > most) {
            problems.add(field, "has " + tags.size() + " tags, and there is room for " + most);
        }
        Set<String> keys = new HashSet<>();
        tags.forEach((key, value) -> {
            String folded = key.toLowerCase(Locale.ROOT);
            if (!KEY.matcher(key).matches() || folded.startsWith("aws:") || folded.startsWith(OWN)) {
                problems.add(
                        field,
                        "has a key that there cannot be: AWS takes 1 to 128 letters, digits, spaces and _.:/=+-@, and what"
                                + " begins with aws: or " + OWN + " is taken");
            } else if (!VALUE.matcher(value).matches()) {
                problems.add(
                        field,
                        "has a value that there cannot be, for " + key
                                + ": AWS takes at most 256 letters, digits, spaces and _.:/=+-@");
            }
            if (!keys.add(folded)) {
                problems.add(field, "has the key " + key + " twice: AWS does not tell capitals from small letters");
            }
        });
    }
}
