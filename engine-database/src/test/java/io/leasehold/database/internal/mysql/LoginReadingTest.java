package io.leasehold.database.internal.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.database.internal.admin.LoginAnswer;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Codes of a server that could not be started for the tests; the others are met in {@code MariaDbManagedIT}. */
class LoginReadingTest {

    @ParameterizedTest
    @ValueSource(ints = {1203, 1862, 3118})
    void whatComesAfterTheAuthenticationIsTaken(int code) {
        assertThat(LoginReading.of(new SQLException("no", "HY000", code))).isEqualTo(LoginAnswer.TAKEN);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1040, 1129, 1130, 1251, 2013, 3159, 3955, 4150})
    void whatComesBeforeItSaysNothing(int code) {
        assertThat(LoginReading.of(new SQLException("no", "08001", code))).isEqualTo(LoginAnswer.NONE);
    }

    @Test
    void aRefusalThatADriverWrapsIsSeen() {
        SQLException refusal = new SQLException("Access denied", "28000", 1045);

        assertThat(LoginReading.of(new SQLException("no connection", "08001", -1, refusal)))
                .isEqualTo(LoginAnswer.REFUSED);
    }
}
