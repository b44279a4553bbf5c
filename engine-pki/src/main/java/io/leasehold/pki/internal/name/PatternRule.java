package io.leasehold.pki.internal.name;

/**
 * One pattern of a field of a role.
 *
 * @param label how an answer names the rule
 * @param exact what is accepted as it stands, whatever its capitals
 * @param glob what is accepted by the pattern
 */
record PatternRule(String label, String exact, Glob glob) {

    static PatternRule of(String field, String pattern) {
        return new PatternRule(field + " " + pattern, pattern, Glob.of(pattern));
    }

    boolean matches(String text) {
        return glob.matches(text);
    }

    boolean matchesWhateverCapitals(String text) {
        return Ascii.equalsIgnoringCase(exact, text) || glob.matches(text);
    }
}
