package io.leasehold.spi.name;

import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * What a template is evaluated over.
 *
 * @param names the names, as much of them as there is room for
 * @param whole the names as they are, which conditions are about
 * @param time the time
 * @param random the source of random characters
 * @param sign what signs the random characters
 * @param branches decides where conditions lead
 */
record NameContext(Names names, Names whole, Instant time, RandomGenerator random, NameSign sign, Branches branches) {

    /**
     * The names that a template knows.
     *
     * @param display who asks
     * @param role the role
     */
    record Names(String display, String role) {

        static final Names EMPTY = new Names("", "");

        boolean isEmpty() {
            return display.isEmpty() && role.isEmpty();
        }

        /** With one character less in the longer of the two. */
        Names shorter() {
            return display.length() >= role.length()
                    ? new Names(display.substring(0, display.length() - 1), role)
                    : new Names(display, role.substring(0, role.length() - 1));
        }
    }

    /** A field whose value differs from name to name. {@link NameVocabulary} says how it is spelled. */
    enum NameField {
        /** The caller's display name. */
        DISPLAY_NAME,
        /** The role's name. */
        ROLE_NAME
    }

    String value(NameField field) {
        return switch (field) {
            case DISPLAY_NAME -> names.display();
            case ROLE_NAME -> names.role();
        };
    }

    NameContext withNames(Names others) {
        return new NameContext(others, whole, time, random, sign, branches);
    }

    NameContext withWholeNames() {
        return withNames(whole);
    }
}
