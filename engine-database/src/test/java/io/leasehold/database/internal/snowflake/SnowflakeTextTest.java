package io.leasehold.database.internal.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.database.internal.admin.LoginAnswer;
import io.leasehold.database.internal.sql.RenderedStatement;
import io.leasehold.database.internal.sql.StatementValues;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.SecretText;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements as Snowflake reads them, and what its numbers mean. */
class SnowflakeTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN a; IF (b) THEN c; END IF; END",
                "DECLARE x NUMBER; BEGIN a; END",
                "EXECUTE IMMEDIATE $$BEGIN a; END$$",
                "CREATE USER \"a;b\" PASSWORD = 'x;y'",
                "CREATE USER a PASSWORD = 'x\\';y'",
                "CREATE USER a // no ; here\nPASSWORD = 'x'",
                "CREATE USER \"a\\\" PASSWORD = 'x'",
            })
    void statementsEndWhereTheServiceEndsThem(String statement) {
        List<String> sent =
                SnowflakePlugin.SCRIPTS
                        .revocation(List.of(statement + "; GRANT c TO d;"))
                        .render(StatementValues.none())
                        .stream()
                        .map(RenderedStatement::sql)
                        .toList();

        assertThat(sent).containsExactly(statement, "GRANT c TO d");
    }

    @Test
    void whatBackslashesMeanIsEscaped() {
        List<RenderedStatement> sent = SnowflakePlugin.SCRIPTS
                .creation(List.of("CREATE USER \"{{name}}\" PASSWORD = '{{password}}'"))
                .render(StatementValues.none().name("o\"b\\c").password(SecretText.of("it's \\ \"me\"")));

        assertThat(sent)
                .extracting(RenderedStatement::sql)
                .containsExactly("CREATE USER \"o\"\"b\\c\" PASSWORD = 'it''s \\\\ \"me\"'");
    }

    @Test
    void aBlockWithoutItsEndIsRefused() {
        assertThatThrownBy(() -> SnowflakePlugin.SCRIPTS.revocation(List.of("BEGIN; DROP USER a; COMMIT;")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("revocation_statements");
    }

    @ParameterizedTest
    @CsvSource({
        "390111, 08003, true, true, false, false",
        "390114, 08001, true, true, false, false",
        "200015, 08006, true, true, false, false",
        "625, 57014, false, true, true, false",
        "604, 57014, false, true, false, false",
        "390100, 08001, false, false, false, true",
        "390101, 28000, false, false, false, true",
        "2003, 02000, false, false, false, false"
    })
    void failuresAreTold(
            int code, String state, boolean lost, boolean unavailable, boolean contended, boolean refused) {
        SnowflakeFailure failure = SnowflakeFailure.of(new SQLException("x", state, code));

        assertThat(failure.sessionLost()).isEqualTo(lost);
        assertThat(failure.unavailable()).isEqualTo(unavailable);
        assertThat(failure.contended()).isEqualTo(contended);
        assertThat(failure.loginRefused()).isEqualTo(refused);
        assertThat(failure.label()).isEqualTo("error " + code);
    }

    @Test
    void onlyAWrongNameOrPasswordIsARefusal() {
        assertThat(SnowflakeLogin.read(new SQLException("x", "28000", 390100))).isEqualTo(LoginAnswer.REFUSED);
        assertThat(SnowflakeLogin.read(new SQLException("x", "28000", 390101))).isEqualTo(LoginAnswer.NONE);
        assertThat(SnowflakeLogin.read(new SQLException("x", "08001", 200015))).isEqualTo(LoginAnswer.NONE);
    }
}
