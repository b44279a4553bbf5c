package io.leasehold.database.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TokenizerProperties {

    @Property
    void tokensTogetherAreTheText(@ForAll("sql") String sql, @ForAll("dialects") SqlDialect dialect) {
        Tokenizer tokenizer = new Tokenizer(sql, dialect);
        try {
            tokenizer.readAll();
            assertThat(joined(sql, tokenizer.tokens())).isEqualTo(sql);
        } catch (SqlTextException e) {
            assertThat(e.offset()).isBetween(0, sql.length() - 1);
            assertThat(sql).startsWith(joined(sql, tokenizer.tokens()));
        }
    }

    @Property
    void splittingWhatWasSplitAndJoinedChangesNothing(
            @ForAll("sql") String sql, @ForAll("dialects") SqlDialect dialect) {
        List<String> first;
        try {
            first = split(sql, dialect);
        } catch (SqlTextException unreadable) {
            return;
        }
        try {
            assertThat(split(String.join("\n;\n", first), dialect)).isEqualTo(first);
            assertThat(first).allSatisfy(statement -> assertThat(statement).isNotBlank());
        } catch (SqlTextException e) {
            throw new AssertionError("what was read once is read again", e);
        }
    }

    @Property
    void quotedTextNeverSplits(@ForAll("values") String value) throws SqlTextException {
        String literal = "'" + value.replace("'", "''") + "'";
        String name = "\"" + value.replace("\"", "\"\"") + "\"";

        assertThat(split("SELECT " + literal + ";SELECT " + name, SqlDialect.POSTGRESQL))
                .containsExactly("SELECT " + literal, "SELECT " + name);
    }

    @Provide
    Arbitrary<String> sql() {
        return HostileTexts.sql();
    }

    @Provide
    Arbitrary<String> values() {
        return HostileTexts.valid();
    }

    @Provide
    Arbitrary<SqlDialect> dialects() {
        return Arbitraries.of(SqlDialect.POSTGRESQL, SqlDialect.MYSQL, SqlDialect.SQL_SERVER, SqlDialect.STANDARD);
    }

    private static List<String> split(String sql, SqlDialect dialect) throws SqlTextException {
        return new StatementSplitter(sql, dialect)
                .split().stream().map(range -> range.of(sql)).toList();
    }

    private static String joined(String sql, List<Token> tokens) {
        return tokens.stream().map(token -> token.text(sql)).collect(Collectors.joining());
    }
}
