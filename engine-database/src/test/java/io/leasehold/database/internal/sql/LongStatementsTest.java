package io.leasehold.database.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements that are long are read in a time that grows with them, and in a stack that does not. */
class LongStatementsTest {

    private static final List<SqlDialect> DIALECTS =
            List.of(SqlDialect.POSTGRESQL, SqlDialect.MYSQL, SqlDialect.SQL_SERVER, SqlDialect.ORACLE);

    @ParameterizedTest
    @ValueSource(strings = {"\n", " ", "a\n", "-- comment\n", "/* comment */", "'text' ", "f(1), ", "BEGIN "})
    void longStatementsAreRead(String piece) {
        String statement = "SELECT" + piece.repeat(300_000 / piece.length()) + "x = 1"
                + " END".repeat(piece.equals("BEGIN ") ? 300_000 / piece.length() : 0);
        for (SqlDialect dialect : DIALECTS) {
            List<RenderedStatement> read = assertTimeoutPreemptively(
                    Duration.ofSeconds(5),
                    () -> new RoleScripts(dialect)
                            .revocation(List.of(statement))
                            .render(StatementValues.none()));

            assertThat(read).hasSize(1);
        }
    }
}
