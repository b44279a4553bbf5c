package io.leasehold.database.internal.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.database.internal.admin.LoginAnswer;
import io.leasehold.database.internal.sql.RenderedStatement;
import io.leasehold.database.internal.sql.StatementValues;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements as Oracle wants them, and what its numbers mean. */
class OracleTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN a; IF b THEN c; END IF; FOR i IN 1..2 LOOP d; END LOOP; END;",
                "DECLARE x NUMBER := 1; y NUMBER; BEGIN SELECT CASE WHEN 1 = 1 THEN 1 END INTO x FROM dual; BEGIN a; END; END;",
                "CREATE OR REPLACE PROCEDURE p IS x NUMBER; BEGIN a; END p;",
                "/* a; */ DECLARE x NUMBER; BEGIN a; END;",
                "GRANT a TO b",
                "CREATE USER \"a;b\" IDENTIFIED BY \"x;y\""
            })
    void blocksStayWholeAndEndInASemicolon(String statement) {
        List<String> sent =
                OraclePlugin.SCRIPTS
                        .revocation(List.of(statement + "; GRANT c TO d;"))
                        .render(StatementValues.none())
                        .stream()
                        .map(RenderedStatement::sql)
                        .map(OracleText::terminated)
                        .toList();

        assertThat(sent).containsExactly(statement, "GRANT c TO d");
    }

    /** A matcher that goes one deeper for each piece would overflow the stack. */
    @ParameterizedTest
    @ValueSource(strings = {" ", "\n", "--\n", "-- a comment\n", "/**/", "/* BEGIN */ \n", "/* never ended ", ";"})
    void longStatementsAreReadToo(String piece) {
        String padding = piece.repeat(100_000 / piece.length());

        assertThat(OracleText.terminated(padding + "GRANT a TO b")).isEqualTo(padding + "GRANT a TO b");
        assertThat(OracleText.terminated("GRANT a TO b;" + padding)).startsWith("GRANT a TO b");
        if (!piece.startsWith("/* never") && !piece.equals(";")) {
            assertThat(OracleText.terminated(padding + "BEGIN a; END;")).isEqualTo(padding + "BEGIN a; END;");
        }
    }

    @ParameterizedTest
    @CsvSource({"app_user, app_user", "APP$1#, APP$1#", "v-app, '\"v-app\"'", "1a, '\"1a\"'", "'\"App\"', '\"App\"'"})
    void namesThatTheServerWouldNotFindStandInQuotes(String name, String login) {
        assertThat(OracleText.login(name)).isEqualTo(login);
    }

    @ParameterizedTest
    @CsvSource({
        "3113, 08006, true, true, false",
        "17002, 08006, true, true, false",
        "12514, 08006, true, true, false",
        "60, 61000, false, true, true",
        "54, 61000, false, true, true",
        "18, 60000, false, true, false",
        "1922, 42000, false, false, false",
        "1017, 72000, false, false, false"
    })
    void failuresAreTold(int code, String state, boolean lost, boolean unavailable, boolean contended) {
        OracleFailure failure = OracleFailure.of(new SQLException("x", state, code));

        assertThat(failure.sessionLost()).isEqualTo(lost);
        assertThat(failure.unavailable()).isEqualTo(unavailable);
        assertThat(failure.contended()).isEqualTo(contended);
        assertThat(failure.label()).isEqualTo(String.format("ORA-%05d", code));
    }

    @Test
    void onlyAWrongPasswordIsARefusal() {
        assertThat(LoginReading.of(new SQLException("x", "28000", 1017))).isEqualTo(LoginAnswer.REFUSED);
        assertThat(LoginReading.of(new SQLException("x", "28000", 28001))).isEqualTo(LoginAnswer.TAKEN);
        assertThat(LoginReading.of(new SQLException("x", "28000", 28000))).isEqualTo(LoginAnswer.NONE);
        assertThat(LoginReading.of(new SQLException("x", "08006", 12541))).isEqualTo(LoginAnswer.NONE);
    }
}
