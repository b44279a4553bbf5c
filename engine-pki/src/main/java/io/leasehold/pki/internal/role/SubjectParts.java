package io.leasehold.pki.internal.role;

import io.leasehold.pki.PkiRole;
import io.leasehold.pki.internal.name.Shown;
import java.util.List;
import java.util.function.BiConsumer;

/** Checks the parts of a subject that a role sets, by the upper bounds of RFC 5280, appendix A.1 and X.520. */
final class SubjectParts {

    private SubjectParts() {}

    static void check(PkiRole role, BiConsumer<String, String> problems) {
        for (String country : role.country()) {
            if (!country.matches("[A-Za-z]{2}")) {
                problems.accept(
                        "country",
                        Shown.quoted(country) + " is no country: give its two letters, such as US (ISO 3166)");
            }
        }
        check("organization", role.organization(), 64, problems);
        check("ou", role.ou(), 64, problems);
        check("locality", role.locality(), 128, problems);
        check("province", role.province(), 128, problems);
        check("street_address", role.streetAddress(), 128, problems);
        check("postal_code", role.postalCode(), 40, problems);
    }

    private static void check(String field, List<String> values, int most, BiConsumer<String, String> problems) {
        for (String value : values) {
            int length = value.codePointCount(0, value.length());
            if (length == 0 || length > most || value.chars().anyMatch(Character::isISOControl)) {
                problems.accept(
                        field,
                        Shown.quoted(value) + " does not fit: give 1 to " + most
                                + " characters without control characters");
            }
        }
    }
}
