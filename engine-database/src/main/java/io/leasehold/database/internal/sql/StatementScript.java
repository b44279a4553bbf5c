package io.leasehold.database.internal.sql;

import io.leasehold.database.internal.sql.StatementSplitter.Range;
import io.leasehold.error.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;

/**
 * The statements of one field of a role ({@code creation_statements} and its siblings): split, checked and ready for
 * values. Immutable.
 *
 * <h2>What an element of the field may be</h2>
 *
 * <p>As in the established implementations, an element may be base64 of SQL or of an array, a JSON array of strings, or SQL;
 * and SQL may hold several statements. They split at every semicolon, except that PostgreSQL creation and revocation
 * statements with the word {@code END} outside of quotes go to the server whole. Here one tokenizer serves every field: it
 * splits at semicolons outside of quotes, comments, dollar-quoted texts and compound bodies. So {@code DO} blocks and
 * functions stay whole in every field, with or without {@code END}; an element with an {@code END} (a block followed by grants,
 * a {@code CASE}) becomes its single statements, which take effect as the whole text did, because they run in one
 * transaction, and an error names the one at fault. Every statement is executed alone, so nothing depends on a driver's
 * multi-statement mode.
 *
 * <h2>Placeholders</h2>
 *
 * <p>They are replaced in one pass over the template; values are never searched for placeholders. A value is escaped for
 * the quoting around its placeholder, or refused where no escaping is safe: without quotes (unless it is a plain name or
 * number), in texts that may be run as dynamic SQL (unless it is free of special characters), and when it holds the tag of
 * the dollar-quoted text around it. The result is tokenized again and compared with the template, so that a value can
 * never change the structure of a statement. {@link SqlDialect} names the session settings that the rules rely on.
 */
public final class StatementScript {

    private final List<Statement> statements;

    private StatementScript(List<Statement> statements) {
        this.statements = List.copyOf(statements);
    }

    /**
     * Reads a field.
     *
     * @param dialect how the product reads SQL
     * @param placeholders which placeholders its statements may use
     * @param field the field, for messages
     * @param elements its elements, in the order of execution
     * @return the script; empty when the elements hold no statement
     * @throws InvalidRequestException when a statement cannot be read; it names the field, the statement's number and the
     *     offset of the character in the statement, from 0, and no text of the statement
     */
    public static StatementScript parse(
            SqlDialect dialect, Placeholders placeholders, String field, List<String> elements) {
        List<Statement> statements = new ArrayList<>();
        for (String element : elements) {
            for (String sql : unwrap(element, dialect, field, statements.size())) {
                split(sql, dialect, placeholders, field, statements);
            }
        }
        return new StatementScript(statements);
    }

    /**
     * The statements.
     *
     * @return them in the order of execution, numbered from 1
     */
    public List<Statement> statements() {
        return statements;
    }

    /**
     * Whether there is nothing to execute.
     *
     * @return true when no element held a statement
     */
    public boolean isEmpty() {
        return statements.isEmpty();
    }

    /**
     * Whether any statement uses a placeholder.
     *
     * @param placeholder its canonical name, such as {@link Placeholders#PASSWORD}
     * @return true when one does
     */
    public boolean uses(String placeholder) {
        return statements.stream().anyMatch(s -> s.placeholders().contains(placeholder));
    }

    /**
     * Puts values in.
     *
     * @param values a value for every placeholder that is used; others are ignored
     * @return the statements for the driver
     * @throws InvalidRequestException when a value is missing or must not stand where its placeholder does; it names the
     *     placeholder and never the value
     */
    public List<RenderedStatement> render(StatementValues values) {
        return statements.stream().map(statement -> statement.render(values)).toList();
    }

    @Override
    public String toString() {
        return statements.toString();
    }

    private static List<String> unwrap(String element, SqlDialect dialect, String field, int before) {
        try {
            return StatementElement.unwrap(element, dialect);
        } catch (SqlTextException e) {
            throw new InvalidRequestException(field, "statement " + (before + 1) + ": " + e.problem());
        }
    }

    private static void split(
            String sql, SqlDialect dialect, Placeholders placeholders, String field, List<Statement> statements) {
        for (Range range : ranges(sql, dialect, field, statements.size())) {
            int number = statements.size() + 1;
            try {
                statements.add(Statement.parse(field, number, range.of(sql), dialect, placeholders));
            } catch (SqlTextException e) {
                throw error(field, number, e.offset(), e.problem());
            }
        }
    }

    private static List<Range> ranges(String sql, SqlDialect dialect, String field, int before) {
        StatementSplitter splitter = new StatementSplitter(sql, dialect);
        try {
            return splitter.split();
        } catch (SqlTextException e) {
            List<Range> complete = splitter.completeBefore(e.offset());
            int start = splitter.startAfter(complete);
            throw error(field, before + complete.size() + 1, e.offset() - start, e.problem());
        }
    }

    private static InvalidRequestException error(String field, int number, int offset, String problem) {
        return new InvalidRequestException(field, "statement " + number + ", offset " + offset + ": " + problem);
    }
}
