package io.leasehold.internal.alert;

/**
 * The number that a condition is about, now.
 *
 * @param key rule and subject
 * @param value the number
 * @param threshold above which the condition holds
 */
record Finding(Key key, double value, double threshold) {

    /**
     * What an alert is about.
     *
     * @param rule the rule
     * @param subject what it is looked at for
     */
    record Key(Rule rule, String subject) {}

    static Finding of(Rule rule, String subject, double value, double threshold) {
        return new Finding(new Key(rule, subject), value, threshold);
    }
}
