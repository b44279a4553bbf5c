package io.leasehold.database.internal.username;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What a template is evaluated over.
 *
 * @param displayName who asks
 * @param roleName the role
 * @param time the time
 * @param random the source of random characters
 */
record NameContext(String displayName, String roleName, Instant time, RandomGenerator random) {

    /** A field that templates know. */
    enum NameField {
        /** The caller's display name. */
        DISPLAY_NAME("DisplayName"),
        /** The role's name. */
        ROLE_NAME("RoleName");

        private final String spelling;

        NameField(String spelling) {
            this.spelling = spelling;
        }

        String spelling() {
            return spelling;
        }

        static List<String> spellings() {
            return Arrays.stream(values()).map(NameField::spelling).toList();
        }
    }

    String value(NameField field) {
        return switch (field) {
            case DISPLAY_NAME -> displayName;
            case ROLE_NAME -> roleName;
        };
    }
}
