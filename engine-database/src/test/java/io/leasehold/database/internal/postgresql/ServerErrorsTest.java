package io.leasehold.database.internal.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.database.internal.admin.Masker;
import io.leasehold.database.internal.admin.ServerErrors;
import io.leasehold.database.internal.admin.StepException;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerErrorsTest {

    private final ServerErrors errors = new ServerErrors("app", Masker.of("adm1n", ""), SqlState::of).masking("s3cret");

    @Test
    void secretsAreMaskedInTheMessageAndTheCause() {
        SQLException failure = new SQLException("near \"s3cret\" and adm1n", "42601", new SQLException("s3cret"));

        TargetException told = errors.of(step("statement 1", failure), false);

        assertThat(told)
                .isInstanceOf(TargetRefusedException.class)
                .hasMessage("connection \"app\": failed to execute query: statement 1: near \"[password]\" and"
                        + " [password] (SQLSTATE 42601)");
        assertThat(told.getCause())
                .hasMessageNotContainingAny("s3cret", "adm1n")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "08001", "57P01", "57P03", "57014", "55P03", "53300", "40001", "40P01", "25P03"})
    void whatPassesIsUnavailable(String state) {
        assertThat(told("any", state)).isInstanceOf(TargetUnavailableException.class);
    }

    @ParameterizedTest
    @CsvSource({"55P03, true", "40001, true", "40P01, true", "57014, false", "08006, false", "53300, false"})
    void aLockOrALostRaceIsNoSignOfAServerThatIsDown(String state, boolean answered) {
        assertThat(told("any", state))
                .isInstanceOfSatisfying(
                        TargetUnavailableException.class,
                        e -> assertThat(e.answered()).isEqualTo(answered));
    }

    @ParameterizedTest
    @ValueSource(strings = {"42501", "42601", "42710", "2BP01", "XX000", "23505"})
    void whatStaysIsRefused(String state) {
        assertThat(told("any", state)).isInstanceOf(TargetRefusedException.class);
    }

    @Test
    void aConcurrentUpdatePasses() {
        assertThat(told("ERROR: tuple concurrently updated", "XX000")).isInstanceOf(TargetUnavailableException.class);
    }

    @Test
    void blockersAreNamed() {
        TargetException told =
                errors.of(step("drop", new SQLException("no", "2BP01")), true, List.of("owner of table t"));

        assertThat(told).hasMessageContaining("in the way: owner of table t");
    }

    private TargetException told(String message, String state) {
        return errors.of(step("step", new SQLException(message, state)), false);
    }

    private static StepException step(String step, SQLException failure) {
        return new StepException(step, failure, SqlState.of(failure));
    }
}
