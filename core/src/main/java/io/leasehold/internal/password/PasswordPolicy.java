package io.leasehold.internal.password;

import io.leasehold.error.InvalidRequestException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A length and one or more rules, which together can be met. Immutable. */
final class PasswordPolicy {

    private static final int SHORTEST = 4;
    private static final int LONGEST = 100;

    private final int length;
    private final List<CharsetRule> rules;
    private final int[] alphabet;

    private PasswordPolicy(int length, List<CharsetRule> rules) {
        this.length = length;
        this.rules = List.copyOf(rules);
        this.alphabet = rules.stream()
                .map(CharsetRule::characters)
                .flatMapToInt(IntStream::of)
                .distinct()
                .sorted()
                .toArray();
    }

    /**
     * Checks and makes a policy.
     *
     * @param length how many characters a password has, 4 to 100
     * @param rules one or more, whose minimums add up to no more than the length
     * @throws InvalidRequestException when a number is out of range, or there is no rule
     */
    static PasswordPolicy of(int length, List<CharsetRule> rules) {
        if (length < SHORTEST || length > LONGEST) {
            throw new InvalidRequestException(
                    "length", "must be from " + SHORTEST + " to " + LONGEST + ", was " + length);
        }
        if (rules.isEmpty()) {
            throw new InvalidRequestException("rule", "is required: one charset or more to draw from");
        }
        long required = rules.stream().mapToLong(CharsetRule::minChars).sum();
        if (required > length) {
            throw new InvalidRequestException(
                    "length", "is " + length + ", and the rules ask for " + required + " characters (min-chars)");
        }
        return new PasswordPolicy(length, rules);
    }

    int length() {
        return length;
    }

    List<CharsetRule> rules() {
        return rules;
    }

    /** All characters that a password may have, each once; not to be changed. */
    int[] alphabet() {
        return alphabet;
    }

    /** Whether a text of this policy's alphabet has its length and fits all its rules. */
    boolean fits(int[] password) {
        return password.length == length
                && rules.stream().allMatch(rule -> rule.fits(password))
                && Arrays.stream(password).allMatch(c -> Arrays.binarySearch(alphabet, c) >= 0);
    }

    /**
     * A lower bound of the entropy of the passwords, in bits. Of the passwords that fit there are at least as many as have
     * the required characters in front, in the order of the rules; and those that {@link PasswordDraw} must construct are
     * each at most as likely as one of these.
     */
    double bits() {
        double bits = 0;
        int free = length;
        for (CharsetRule rule : rules) {
            bits += rule.minChars() * log2(rule.characters().length);
            free -= rule.minChars();
        }
        return bits + free * log2(alphabet.length);
    }

    private static double log2(int number) {
        return Math.log(number) / Math.log(2);
    }
}
