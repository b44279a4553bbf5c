package io.leasehold.database.internal.mssql;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.database.internal.admin.LoginAnswer;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server's numbers mean. */
class MsSqlFailureTest {

    @ParameterizedTest
    @CsvSource({
        "0, 08S01, true, true, false",
        "596, S0001, true, true, false",
        "1205, 40001, false, true, true",
        "1222, S0051, false, true, true",
        "9002, S0001, false, true, false",
        "0, 57014, false, true, false",
        "229, S0001, false, false, false",
        "15118, S0001, false, false, false",
        "18456, S0001, false, false, false"
    })
    void failuresAreTold(int code, String state, boolean lost, boolean unavailable, boolean contended) {
        MsSqlFailure failure = MsSqlFailure.of(new SQLException("x", state, code));

        assertThat(failure.sessionLost()).isEqualTo(lost);
        assertThat(failure.unavailable()).isEqualTo(unavailable);
        assertThat(failure.contended()).isEqualTo(contended);
        assertThat(failure.label()).contains(code > 0 ? Integer.toString(code) : state);
    }

    @ParameterizedTest
    @ValueSource(ints = {4060, 4064, 18470, 18487, 18488})
    void whatComesAfterThePasswordMeansThatItWasTaken(int code) {
        assertThat(LoginReading.of(new SQLException("x", "28000", code))).isEqualTo(LoginAnswer.TAKEN);
        assertThat(MsSqlFailure.of(new SQLException("x", "S0001", code)).loginRefused())
                .isTrue();
    }

    @Test
    void aFailedLoginIsARefusalAndALockedOneSaysNothing() {
        assertThat(LoginReading.of(new SQLException("x", "28000", 18456))).isEqualTo(LoginAnswer.REFUSED);
        assertThat(LoginReading.of(new SQLException("x", "28000", 18486))).isEqualTo(LoginAnswer.NONE);
        assertThat(LoginReading.of(new SQLException("x", "08S01", 0))).isEqualTo(LoginAnswer.NONE);
    }

    /** A part of the protocol between brokers of different versions. */
    @Test
    void theLocksNameNeverChanges() {
        assertThat(AccountSession.lock("v-Billing-x")).isEqualTo(AccountSession.lock("V-billing-X"));
        assertThat(AccountSession.lock("v-billing-x"))
                .isEqualTo("leasehold-23bb355bd48b00e502e844736cdb3d1a2b147d433faa05f4");
    }
}
