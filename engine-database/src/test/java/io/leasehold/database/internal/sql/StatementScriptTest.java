package io.leasehold.database.internal.sql;

import static io.leasehold.database.internal.sql.GuideStatements.templates;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementScriptTest {

    private static final SqlDialect POSTGRESQL = SqlDialect.POSTGRESQL;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DO $$ BEGIN EXECUTE 'a'; EXECUTE 'b'; END $$",
                "DO $do$ BEGIN PERFORM $$ a; b $$; END; $do$",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 END; END",
                "create or replace procedure p() begin atomic insert into t values (1); end",
                "CREATE FUNCTION f() RETURNS int AS 'SELECT 1; SELECT 2' LANGUAGE sql",
                "SELECT ';', \"a;b\", E'\\';', U&'d\\0061t;', $x$;$x$ -- ;\n",
                "SELECT 1 /* ; /* ; */ ; */ + 1",
                "SELECT CASE WHEN a THEN b END",
                "SELECT 'it''s; fine'",
                "SELECT a$$b FROM t",
            })
    void postgresStatementStaysWhole(String statement) {
        assertThat(templates(POSTGRESQL, Placeholders.CREATION, statement + ";", statement + " ; SELECT 2"))
                .containsExactly(statement.strip(), statement.strip(), "SELECT 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 'a\\';b', \"c\\\";d\", `e;f` # ;\n + 1",
                "CREATE PROCEDURE p() BEGIN IF a THEN SELECT 1; END IF; WHILE b DO SELECT 2; END WHILE; END",
                "CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW BEGIN CASE a WHEN 1 THEN SET b = 1; END CASE; END",
                "BEGIN NOT ATOMIC SELECT 1; SELECT 2; END",
                "SELECT 1--1, 'x'",
            })
    void mysqlStatementStaysWhole(String statement) {
        assertThat(templates(SqlDialect.MYSQL, Placeholders.CREATION, statement + "; SELECT 2"))
                .containsExactly(statement, "SELECT 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE ROLE a WITH PASSWORD = $$a;'b$$ // ;\n AND LOGIN = true",
                "INSERT INTO k.t (a) VALUES ('it''s; fine') -- ;\n IF NOT EXISTS",
                "GRANT SELECT ON \"k;\"\"\" TO b /* ; /* ; */",
                "CREATE USER a WITH PASSWORD$$a;b$$ NOSUPERUSER",
                "SELECT 'back\\' FROM t",
            })
    void cqlStatementStaysWhole(String statement) {
        assertThat(templates(SqlDialect.CQL, Placeholders.CREATION, statement + "; SELECT 2"))
                .containsExactly(statement, "SELECT 2");
    }

    @Test
    void cqlKnowsNoTagsBetweenDollarsAndNoBlocks() {
        assertThat(templates(SqlDialect.CQL, Placeholders.CREATION, "SELECT $a$ ; b $a$; BEGIN; c; END"))
                .containsExactly("SELECT $a$", "b $a$", "BEGIN", "c", "END");
    }

    @Test
    void sqlServerBlockStaysWhole() {
        String block = "IF 1 = 1 BEGIN DROP USER [a;]]b]; END";

        assertThat(templates(SqlDialect.SQL_SERVER, Placeholders.CREATION, block + "; SAVE TRAN a"))
                .containsExactly(block, "SAVE TRAN a");
    }

    @Test
    void elementWithEndBecomesItsSingleStatements() {
        assertThat(templates(
                        POSTGRESQL,
                        Placeholders.CREATION,
                        "CREATE ROLE \"{{name}}\"; DO $$ BEGIN NULL; END $$; SELECT CASE WHEN a THEN 1 END;"))
                .containsExactly(
                        "CREATE ROLE \"{{name}}\"", "DO $$ BEGIN NULL; END $$", "SELECT CASE WHEN a THEN 1 END");
    }

    @Test
    void blankElementsAndCommentsHoldNoStatement() {
        assertThat(templates(POSTGRESQL, Placeholders.CREATION, "", "  ;; ; ", "-- nothing\n;", "/* {{whatever}} */"))
                .isEmpty();
    }

    @Test
    void base64IsDecoded() {
        assertThat(templates(POSTGRESQL, Placeholders.CREATION, base64(GuideStatements.ADMIN_REVOCATION)))
                .hasSize(4)
                .first()
                .isEqualTo("REVOKE ALL PRIVILEGES ON DATABASE myapp FROM \"{{name}}\"");
    }

    @Test
    void base64WithoutPaddingOrWithLineBreaksIsDecoded() {
        byte[] sql = GuideStatements.RENEWAL.getBytes(StandardCharsets.UTF_8);

        assertThat(templates(
                        POSTGRESQL,
                        Placeholders.RENEWAL,
                        Base64.getEncoder().withoutPadding().encodeToString(sql)))
                .containsExactly("ALTER ROLE \"{{name}}\" VALID UNTIL '{{expiration}}'");
        assertThat(templates(
                        POSTGRESQL,
                        Placeholders.RENEWAL,
                        Base64.getMimeEncoder(20, new byte[] {'\n'}).encodeToString(sql) + "\n"))
                .containsExactly("ALTER ROLE \"{{name}}\" VALID UNTIL '{{expiration}}'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CHECKPOINT",
                "VACUUM",
                "ANALYZE",
                "DISCARD",
                "ROLL",
                "SELECT1",
                "SELECT",
                "SHOW",
                "DROP",
                "user",
                "abcdefgh",
                "QUJD",
                "Zm9v",
                "c2VsZWN0",
                "CHECKPOINT==",
                "GRANT+a/b"
            })
    void plainWordsAreNeverTakenForBase64(String word) {
        assertThat(templates(POSTGRESQL, Placeholders.CREATION, word)).containsExactly(word);
    }

    @Test
    void jsonArrayBecomesTheStatements() {
        String array = "[\"CREATE ROLE \\\"{{name}}\\\"\", \"SELECT ';'; SELECT 2;\", \"\"]";

        assertThat(templates(POSTGRESQL, Placeholders.CREATION, array, base64(array)))
                .containsExactly(
                        "CREATE ROLE \"{{name}}\"",
                        "SELECT ';'",
                        "SELECT 2",
                        "CREATE ROLE \"{{name}}\"",
                        "SELECT ';'",
                        "SELECT 2");
    }

    @Test
    void jsonArrayOfOtherThingsIsRefused() {
        assertRefused(POSTGRESQL, "[1, 2]", "statement 2: a JSON array of statements may hold strings only");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "SELECT 'abc | statement 2, offset 7: the quoted text that starts here is never closed",
                "SELECT 2; ; SELECT \"abc | statement 3, offset 7: the quoted text",
                "SELECT $a$ ; $b$ | statement 2, offset 7: the dollar-quoted text",
                "SELECT 1 /* /* */ | statement 2, offset 9: the comment",
                "SELECT U&'abc | statement 2, offset 7: the quoted text",
                "SELECT E'a\\' | statement 2, offset 7: the quoted text",
                "CREATE FUNCTION f() BEGIN ATOMIC SELECT 1; | statement 2, offset 26: the BEGIN here has no matching END",
                "SELECT '{{passwrd}}' | statement 2, offset 8: unknown placeholder {{passwrd}}; did you mean password?",
                "SELECT '{{ pass word }}' | statement 2, offset 8: the text between {{ and }} is no placeholder",
                "SELECT '{{.Name}}' | statement 2, offset 8: the text between",
                "SELECT {{}} | statement 2, offset 7: the text between",
                "SELECT 1 -- {{name}} | statement 2, offset 12: a placeholder in a comment",
                "SELECT /* {{name}} */ 1 | statement 2, offset 10: a placeholder in a comment",
                "SELECT U&'{{name}}' | statement 2, offset 10: a placeholder between U& quotes",
                "SELECT E'\\{{name}}' | statement 2, offset 10: a placeholder cannot follow a backslash",
                "GRANT app_{{name}} TO x | statement 2, offset 10: a placeholder without quotes must stand by itself",
                "SELECT {{name}}'x' | statement 2, offset 7: a placeholder without quotes must stand by itself",
                "SELECT $${{name}}$ | statement 2, offset 7: the dollar-quoted text",
                "DO LANGUAGE plpython3u $$ x = '{{name}}' $$ | statement 2, offset 31: a placeholder can stand in a body in sql",
                "DO $$ -- {{name}} $$ | statement 2, offset 9: a placeholder in a comment",
                "DO $$ BEGIN x := '{{nam}}'; END $$ | statement 2, offset 18: unknown placeholder {{nam}}",
                "DO $$ BEGIN EXECUTE $x$ SELECT '{{nam}}' $x$; END $$ | statement 2, offset 32: unknown placeholder {{nam}}",
                "COMMIT | statement 2, offset 0: COMMIT is not accepted",
                "begin transaction | statement 2, offset 0: BEGIN is not accepted",
                "START TRANSACTION | statement 2, offset 0: START is not accepted",
                "ROLLBACK WORK | statement 2, offset 0: ROLLBACK is not accepted",
                "DELIMITER // | statement 2, offset 0: DELIMITER is a command of a client",
            })
    void unreadableStatementIsRefusedWithItsPlace(String statement, String problem) {
        assertRefused(POSTGRESQL, statement, problem);
    }

    @Test
    void continuedEscapeStringIsRefused() {
        assertRefused(POSTGRESQL, "SELECT E'a' -- b\n 'c'", "statement 2, offset 18: an E'...' string");
    }

    @Test
    void executableCommentIsRefusedForMysql() {
        assertRefused(
                SqlDialect.MYSQL, "SELECT /*!50000 1 */", "statement 2, offset 7: a comment that the server executes");
    }

    @Test
    void dashesThatTheCutWouldTurnIntoACommentAreRefusedForMysql() {
        assertRefused(SqlDialect.MYSQL, "SELECT 1 --;", "statement 2, offset 9: -- directly before a semicolon");
    }

    @Test
    void savepointsAreAccepted() {
        assertThat(templates(POSTGRESQL, Placeholders.CREATION, "SAVEPOINT a; ROLLBACK TO SAVEPOINT a"))
                .hasSize(2);
    }

    @Test
    void placeholderOfAnotherFieldIsRefusedWithTheAcceptedOnes() {
        assertThatThrownBy(() -> StatementScript.parse(
                        POSTGRESQL, Placeholders.REVOCATION, "revocation_statements", List.of("SELECT '{{password}}'")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("revocation_statements: statement 1, offset 8: unknown placeholder {{password}}"
                        + " (accepted here: {{name}}, {{username}})");
    }

    @Test
    void bracesOfArraysAndDocumentsAreLeftAlone() {
        assertThat(templates(POSTGRESQL, Placeholders.CREATION, "SELECT '{{1,2},{3,4}}', '{{\"a\":1}}', '{{a,b},{c}}'"))
                .hasSize(1);
    }

    @Test
    void descriptionIsOneShortLine() {
        String statement = "SELECT 1,\n     '" + "\uD83D\uDE00".repeat(200) + "'";

        assertThat(StatementScript.parse(POSTGRESQL, Placeholders.CREATION, "f", List.of(statement))
                        .statements()
                        .get(0)
                        .describe())
                .startsWith("statement 1: SELECT 1, '")
                .endsWith("\uD83D\uDE00...")
                .doesNotContain("\n");
    }

    private static void assertRefused(SqlDialect dialect, String element, String problem) {
        assertThatThrownBy(() -> StatementScript.parse(
                        dialect, Placeholders.CREATION, "creation_statements", List.of("SELECT 1", element)))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.field()).contains("creation_statements"))
                .hasMessageStartingWith("creation_statements: " + problem);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
