package io.leasehold.database.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ParsedScriptsTest {

    private static final String FIELD = "creation_statements";
    private static final String CREATION = "CREATE USER '{{name}}' IDENTIFIED BY '{{password}}'; GRANT x TO '{{name}}'";

    @Test
    void aTextIsReadOnce() {
        StatementScript first = read(SqlDialect.MYSQL, List.of(CREATION));
        assertThat(read(SqlDialect.MYSQL, List.of(new String(CREATION.toCharArray()))))
                .isSameAs(first);
        assertThat(first.statements()).hasSize(2);
    }

    @Test
    void theSameTextMeansSomethingElseInAnotherDialect() {
        String text = "SELECT 'a\\'; SELECT 2; --'";
        assertThat(read(SqlDialect.POSTGRESQL, List.of(text)).statements()).hasSize(2);
        assertThat(read(SqlDialect.MYSQL, List.of(text)).statements()).hasSize(1);
    }

    @Test
    void otherPlaceholdersAreReadAnew() {
        read(SqlDialect.MYSQL, List.of(CREATION));
        assertThatThrownBy(() -> ParsedScripts.of(
                        SqlDialect.MYSQL, Placeholders.REVOCATION, "revocation_statements", List.of(CREATION)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("revocation_statements");
    }

    @Test
    void whatCannotBeReadIsRefusedEachTimeWithItsField() {
        for (String field : List.of("a", "b")) {
            assertThatThrownBy(() ->
                            ParsedScripts.of(SqlDialect.MYSQL, Placeholders.CREATION, field, List.of("SELECT 'open")))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining(field);
        }
    }

    @Test
    void aListThatChangesLaterChangesNothingThatWasRead() {
        List<String> statements = new ArrayList<>(List.of("SELECT 1"));
        StatementScript before = read(SqlDialect.MYSQL, statements);
        statements.add("SELECT 2");
        assertThat(read(SqlDialect.MYSQL, statements).statements()).hasSize(2);
        assertThat(read(SqlDialect.MYSQL, List.of("SELECT 1"))).isSameAs(before);
    }

    private static StatementScript read(SqlDialect dialect, List<String> statements) {
        return ParsedScripts.of(dialect, Placeholders.CREATION, FIELD, statements);
    }
}
