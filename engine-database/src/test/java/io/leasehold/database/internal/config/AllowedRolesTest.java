package io.leasehold.database.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowedRolesTest {

    @ParameterizedTest
    @CsvSource({
        "*, anything, true",
        "app, app, true",
        "app, app2, false",
        "app, App, false",
        "app-*, app-reader, true",
        "app-*, my-app-reader, false",
        "*-reader, app-reader, true",
        "a*c*e, abcde, true",
        "a*c*e, abcd, false",
        "a.c, abc, false",
        "'[ab]', a, false",
        "' app ', app, true",
    })
    void elementsAreAnchoredGlobs(String element, String role, boolean allowed) {
        assertThat(new AllowedRoles(List.of(element)).allow(role)).isEqualTo(allowed);
    }

    @Test
    void noElementAllowsNobody() {
        assertThat(new AllowedRoles(List.of()).allow("app")).isFalse();
        assertThat(new AllowedRoles(List.of("", " ")).allow("")).isFalse();
    }
}
