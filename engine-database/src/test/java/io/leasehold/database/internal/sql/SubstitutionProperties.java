package io.leasehold.database.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.SecretText;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A value comes back unchanged when the server's lexer reads what was rendered, and changes nothing else. */
class SubstitutionProperties {

    /**
     * A statement with the two placeholders in the token to be read back.
     *
     * @param dialect how it is read
     * @param opening what opens the quotes
     * @param closing what closes them
     */
    record Context(SqlDialect dialect, String opening, String closing) {

        String wrap(String content) {
            return opening + content + closing;
        }

        boolean canExpress(String value) {
            return !dialect.equals(SqlDialect.INFLUXQL) || value.indexOf('\r') < 0;
        }

        /** What the product's lexer makes of a token, written independently of the code under test. */
        String read(String token) {
            String content = token.substring(opening.length(), token.length() - closing.length());
            if (dialect.equals(SqlDialect.INFLUXQL)) {
                return readBehindBackslashes(content);
            }
            boolean backslashes = opening.startsWith("E") || (dialect.equals(SqlDialect.MYSQL) && !opening.equals("`"));
            StringBuilder value = new StringBuilder();
            for (int i = 0; i < content.length(); i++) {
                char c = content.charAt(i);
                if (backslashes && c == '\\') {
                    i++;
                    assertThat(content.charAt(i)).isEqualTo('\\');
                } else if (c == closing.charAt(0) && closing.length() == 1) {
                    i++;
                    assertThat(content.charAt(i)).isEqualTo(c);
                }
                value.append(c);
            }
            return value.toString();
        }

        /** The escapes of InfluxQL's scanner; anything else behind a backslash is an error there. */
        private String readBehindBackslashes(String content) {
            StringBuilder value = new StringBuilder();
            for (int i = 0; i < content.length(); i++) {
                char c = content.charAt(i);
                assertThat(c).isNotEqualTo(closing.charAt(0)).isNotEqualTo('\n');
                if (c == '\\') {
                    i++;
                    assertThat(content.charAt(i)).isIn('\\', 'n', closing.charAt(0));
                    c = content.charAt(i) == 'n' ? '\n' : content.charAt(i);
                }
                value.append(c);
            }
            return value.toString();
        }
    }

    private static final List<Context> QUOTES = List.of(
            new Context(SqlDialect.POSTGRESQL, "'", "'"),
            new Context(SqlDialect.POSTGRESQL, "E'", "'"),
            new Context(SqlDialect.POSTGRESQL, "\"", "\""),
            new Context(SqlDialect.MYSQL, "'", "'"),
            new Context(SqlDialect.MYSQL, "\"", "\""),
            new Context(SqlDialect.MYSQL, "`", "`"),
            new Context(SqlDialect.SQL_SERVER, "'", "'"),
            new Context(SqlDialect.SQL_SERVER, "[", "]"),
            new Context(SqlDialect.INFLUXQL, "'", "'"),
            new Context(SqlDialect.INFLUXQL, "\"", "\""),
            new Context(SqlDialect.STANDARD, "'", "'"),
            new Context(SqlDialect.STANDARD, "\"", "\""));

    @Property
    void valueComesBackUnchangedFromEveryKindOfQuotes(
            @ForAll("contexts") Context context, @ForAll("values") String name, @ForAll("values") String password) {
        Assume.that(context.canExpress(name + password));
        String rendered = render(
                context.dialect(),
                "SELECT " + context.wrap("{{name}}") + ", " + context.wrap("x{{ password }}y{{username}}") + " AS z",
                name,
                password);

        List<String> tokens = tokens(rendered, context.dialect());
        assertThat(tokens).hasSize(10);
        assertThat(context.read(tokens.get(2))).isEqualTo(name);
        assertThat(context.read(tokens.get(5))).isEqualTo("x" + password + "y" + name);
    }

    @Property
    void valueComesBackUnchangedFromQuotesInTheBodyOfABlock(
            @ForAll("values") String name, @ForAll("values") String password) {
        Assume.that(!name.contains("$do$") && !password.contains("$do$"));
        String rendered = render(
                SqlDialect.POSTGRESQL,
                "DO $do$ BEGIN EXECUTE format('CREATE ROLE %I PASSWORD %L', '{{name}}', E'{{password}}');"
                        + " DROP ROLE \"{{name}}\"; END $do$",
                name,
                password);

        List<String> outer = tokens(rendered, SqlDialect.POSTGRESQL);
        assertThat(outer).hasSize(3);
        String body = outer.get(2).substring(4, outer.get(2).length() - 4);
        List<String> inner = tokens(body, SqlDialect.POSTGRESQL);
        List<String> quoted =
                inner.stream().filter(token -> token.matches("(?s)E?['\"].*")).toList();
        assertThat(quoted).hasSize(4);
        assertThat(quoted.get(0)).isEqualTo("'CREATE ROLE %I PASSWORD %L'");
        assertThat(QUOTES.get(0).read(quoted.get(1))).isEqualTo(name);
        assertThat(QUOTES.get(1).read(quoted.get(2))).isEqualTo(password);
        assertThat(QUOTES.get(2).read(quoted.get(3))).isEqualTo(name);
    }

    @Property
    void valueInADollarQuotedTextComesBackUnchangedOrIsRefused(@ForAll("values") String password) {
        StatementScript script = script(SqlDialect.POSTGRESQL, "ALTER ROLE x PASSWORD $tag${{password}}$tag$ VALID");
        boolean breaksOut = (password + "$tag$").indexOf("$tag$") < password.length();

        if (breaksOut) {
            assertThatThrownBy(() -> script.render(values("n", password)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageNotContaining(password.length() > 8 ? password : "\0");
        } else {
            String rendered = script.render(values("n", password)).get(0).sql();
            assertThat(tokens(rendered, SqlDialect.POSTGRESQL).get(8)).isEqualTo("$tag$" + password + "$tag$");
        }
    }

    @Property
    void valueWithoutQuotesIsOneWordOrRefused(@ForAll("values") String name) {
        StatementScript script = script(SqlDialect.MYSQL, "DROP USER {{name}}");

        if (name.matches("[A-Za-z_][A-Za-z0-9_]*|[0-9]+")) {
            assertThat(script.render(values(name, "p")).get(0).sql()).isEqualTo("DROP USER " + name);
        } else {
            assertThatThrownBy(() -> script.render(values(name, "p")))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage("creation_statements: statement 1: {{name}} stands without quotes,"
                            + " where only a plain name or a number is accepted: put it in quotes");
        }
    }

    @Property
    void valueThatMayRunAsDynamicSqlIsHarmlessOrRefused(@ForAll("values") String name) {
        StatementScript script =
                script(SqlDialect.POSTGRESQL, "DO $$ BEGIN EXECUTE 'DROP ROLE \"{{name}}\"; SELECT 1'; END $$");
        try {
            String rendered = script.render(values(name, "p")).get(0).sql();
            assertThat(rendered).contains("\"" + name + "\"");
            assertThat(name).doesNotContain("'", "\"", "\\", "$", ";", "%", "--", "/*", "{", "\n");
        } catch (InvalidRequestException refused) {
            assertThat(name.matches("[A-Za-z0-9_]+")).isFalse();
        }
    }

    @Property
    void noPlaceholderInAValueIsEverExpanded(@ForAll("contexts") Context context) {
        String rendered = render(
                context.dialect(), "SELECT " + context.wrap("{{name}}"), "{{password}}{{name}}", "never-expanded");

        assertThat(rendered).contains("{{password}}{{name}}").doesNotContain("never-expanded");
    }

    @Property
    void messagesAndDescriptionsHoldNoValue(@ForAll("contexts") Context context, @ForAll("values") String value) {
        Assume.that(context.canExpress(value));
        // Hostile values are made of pieces of SQL: with a beginning of its own, none is a part of the template.
        String password = "Tq7#w" + value;
        StatementScript script = script(context.dialect(), "SELECT " + context.wrap("{{password}}"));

        RenderedStatement rendered = script.render(values("n", password)).get(0);
        assertThat(rendered.toString() + rendered.describe() + values("n", password))
                .doesNotContain(password);
        assertThatThrownBy(() -> script.render(values("n", password + "\0"))).hasMessageNotContaining(password);
        assertThatThrownBy(() -> script.render(values("n", password + "\ud800")))
                .hasMessageNotContaining(password);
    }

    @Provide
    Arbitrary<String> values() {
        return HostileTexts.valid();
    }

    @Provide
    Arbitrary<Context> contexts() {
        return Arbitraries.of(QUOTES);
    }

    private static String render(SqlDialect dialect, String template, String name, String password) {
        List<RenderedStatement> rendered = script(dialect, template).render(values(name, password));
        assertThat(rendered).hasSize(1);
        return rendered.get(0).sql();
    }

    private static StatementScript script(SqlDialect dialect, String template) {
        StatementScript script =
                StatementScript.parse(dialect, Placeholders.CREATION, "creation_statements", List.of(template));
        assertThat(Set.of("name", "password"))
                .containsAll(script.statements().get(0).placeholders());
        return script;
    }

    private static StatementValues values(String name, String password) {
        return StatementValues.none().name(name).password(SecretText.of(password));
    }

    private static List<String> tokens(String sql, SqlDialect dialect) {
        try {
            return Tokenizer.tokenize(sql, dialect).stream()
                    .map(token -> token.text(sql))
                    .toList();
        } catch (SqlTextException e) {
            throw new AssertionError("the rendered statement cannot be read", e);
        }
    }
}
