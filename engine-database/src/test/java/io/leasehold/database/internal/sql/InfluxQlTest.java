package io.leasehold.database.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.SecretText;
import java.util.List;
import org.junit.jupiter.api.Test;

/** InfluxQL looks like SQL and quotes differently. */
class InfluxQlTest {

    @Test
    void quotesAndLineFeedsAreWrittenBehindBackslashes() {
        assertThat(render("CREATE USER \"{{name}}\" WITH PASSWORD '{{password}}'", "say \"hi\"", "it's\\\n"))
                .isEqualTo("CREATE USER \"say \\\"hi\\\"\" WITH PASSWORD 'it\\'s\\\\\\n'");
    }

    @Test
    void aQuoteOfTheOtherKindNeedsNoBackslash() {
        assertThat(render("DROP USER \"{{name}}\"", "it's", "p")).isEqualTo("DROP USER \"it's\"");
    }

    @Test
    void aDoubledQuoteEndsOneTextAndBeginsAnother() throws SqlTextException {
        assertThat(Tokenizer.tokenize("'a''b'", SqlDialect.INFLUXQL)).hasSize(2);
        assertThat(Tokenizer.tokenize("'a''b'", SqlDialect.STANDARD)).hasSize(1);
        assertThat(script("SELECT 'a\\'; DROP USER x'").statements()).hasSize(1);
    }

    @Test
    void aCarriageReturnCannotBeExpressed() {
        assertThatThrownBy(() -> render("CREATE USER x WITH PASSWORD '{{password}}'", "n", "never\rshown"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("{{password}} has a value with a carriage return")
                .hasMessageNotContaining("shown");
    }

    @Test
    void aPlaceholderBehindABackslashIsRefused() {
        assertThatThrownBy(() -> script("CREATE USER x WITH PASSWORD '\\{{password}}'"))
                .hasMessageContaining("cannot follow a backslash");
    }

    private static String render(String template, String name, String password) {
        return script(template)
                .render(StatementValues.none().name(name).password(SecretText.of(password)))
                .get(0)
                .sql();
    }

    private static StatementScript script(String template) {
        return StatementScript.parse(
                SqlDialect.INFLUXQL, Placeholders.CREATION, "creation_statements", List.of(template));
    }
}
