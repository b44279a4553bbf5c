package io.leasehold.database.internal.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MySqlFailureTest {

    @ParameterizedTest
    @CsvSource({
        "1040, 08004",
        "1053, 08S01",
        "1205, HY000",
        "1213, 40001",
        "1290, HY000",
        "1927, 70100",
        "1969, 70100",
        "2013, HY000",
        "0, 08S01"
    })
    void whatPassesIsUnavailable(int code, String state) {
        assertThat(failure(code, state).unavailable()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1064, 42000", "1142, 42000", "1227, 42000", "1396, HY000", "1045, 28000", "4006, HY000"})
    void whatStaysIsNot(int code, String state) {
        assertThat(failure(code, state).unavailable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1205, HY000, true", "1213, 40001, true", "1969, 70100, false", "2013, HY000, false"})
    void aLockOrALostRaceIsNoSignOfAServerThatIsDown(int code, String state, boolean contended) {
        assertThat(failure(code, state).contended()).isEqualTo(contended);
    }

    @Test
    void aFullServerHasLostNoSession() {
        assertThat(failure(1040, "08004").sessionLost()).isFalse();
        assertThat(failure(0, "08S01").sessionLost()).isTrue();
    }

    @Test
    void codesAreShownAsPeopleLookThemUp() {
        assertThat(failure(1396, "HY000").label()).isEqualTo("error 1396");
        assertThat(failure(0, "08S01").label()).isEqualTo("SQLSTATE 08S01");
        assertThat(failure(1396, "HY000").is(MySqlFailure.CANNOT_USER)).isTrue();
    }

    private static MySqlFailure failure(int code, String state) {
        return MySqlFailure.of(new SQLException("failed", state, code));
    }
}
