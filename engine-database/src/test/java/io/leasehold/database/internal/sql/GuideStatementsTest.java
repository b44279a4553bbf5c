package io.leasehold.database.internal.sql;

import static io.leasehold.database.internal.sql.GuideStatements.templates;
import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.secret.SecretText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuideStatementsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                GuideStatements.READONLY_CREATION,
                GuideStatements.READWRITE_CREATION,
                GuideStatements.ADMIN_CREATION,
                GuideStatements.SHORT_GUIDE_CREATION,
                GuideStatements.READONLY_REVOCATION,
                GuideStatements.ADMIN_REVOCATION,
                GuideStatements.RENEWAL,
                GuideStatements.STATIC_ROTATION
            })
    void everyPostgresStatementIsKeptWordForWord(String element) {
        List<String> statements = templates(SqlDialect.POSTGRESQL, Placeholders.CREATION, element);

        assertThat(String.join("; ", statements) + ";").isEqualTo(element);
        assertThat(statements).allSatisfy(statement -> assertThat(statement).doesNotContain(";"));
    }

    @ParameterizedTest
    @CsvSource({
        "MYSQL_APP_CREATION, 2",
        "MYSQL_READONLY_CREATION, 2",
        "MYSQL_REVOCATION, 1",
    })
    void everyMysqlStatementIsKeptWordForWord(String constant, int count) throws ReflectiveOperationException {
        String element = constant(constant);
        List<String> statements = templates(SqlDialect.MYSQL, Placeholders.CREATION, element);

        assertThat(statements).hasSize(count);
        assertThat(String.join("; ", statements) + ";").isEqualTo(element);
    }

    @ParameterizedTest
    @CsvSource({"SQL_SERVER_CREATION, 4", "SQL_SERVER_REVOCATION, 3"})
    void everySqlServerStatementIsKeptWordForWord(String constant, int count) throws ReflectiveOperationException {
        String element = constant(constant);
        List<String> statements = templates(SqlDialect.SQL_SERVER, Placeholders.CREATION, element);

        assertThat(statements).hasSize(count);
        assertThat(String.join("; ", statements) + ";").isEqualTo(element);
    }

    @ParameterizedTest
    @ValueSource(strings = {GuideStatements.MONGO_CREATION, GuideStatements.MONGO_REVOCATION})
    void documentOfMongoIsOneStatement(String document) {
        assertThat(templates(SqlDialect.STANDARD, Placeholders.CREATION, document))
                .containsExactly(document);
    }

    @Test
    void readOnlyRoleOfTheLongGuideRenders() {
        StatementScript script = StatementScript.parse(
                SqlDialect.POSTGRESQL,
                Placeholders.CREATION,
                "creation_statements",
                List.of(GuideStatements.READONLY_CREATION));

        List<RenderedStatement> rendered = script.render(StatementValues.none()
                .name("v-app-myapp-re-x-1")
                .password(SecretText.of("A1b2-C3d4"))
                .expiration("2030-01-01 00:00:00+0000"));

        assertThat(rendered)
                .extracting(RenderedStatement::sql)
                .containsExactly(
                        "CREATE ROLE \"v-app-myapp-re-x-1\" WITH LOGIN PASSWORD 'A1b2-C3d4'"
                                + " VALID UNTIL '2030-01-01 00:00:00+0000'",
                        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO \"v-app-myapp-re-x-1\"",
                        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO \"v-app-myapp-re-x-1\"");
        assertThat(rendered.get(0))
                .hasToString("statement 1: CREATE ROLE \"{{name}}\" WITH LOGIN PASSWORD '{{password}}'"
                        + " VALID UNTIL '{{expiration}}'");
        assertThat(script.uses(Placeholders.PASSWORD)).isTrue();
    }

    private static String constant(String name) throws ReflectiveOperationException {
        return (String) GuideStatements.class.getDeclaredField(name).get(null);
    }
}
