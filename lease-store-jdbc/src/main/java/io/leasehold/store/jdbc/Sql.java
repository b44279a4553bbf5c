package io.leasehold.store.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement with its parameters. The text is put together from constants and checked table names only; whatever comes
 * from a caller is a parameter.
 *
 * @param text the statement, with a question mark for each parameter
 * @param parameters strings, longs, integers, byte arrays, arrays of strings or longs, or {@link Null}
 */
record Sql(String text, List<Object> parameters) {

    /** An absent value, with the type that drivers want to know. */
    enum Null {
        NUMBER(Types.BIGINT),
        TEXT(Types.VARCHAR);

        private final int type;

        Null(int type) {
            this.type = type;
        }

        static Object orNumber(@Nullable Long value) {
            return value == null ? NUMBER : value;
        }

        static Object orText(@Nullable String value) {
            return value == null ? TEXT : value;
        }
    }

    static Sql of(String text, Object... parameters) {
        return new Sql(text, Arrays.asList(parameters));
    }

    /** This statement with something behind it. */
    Sql plus(String moreText, Object... moreParameters) {
        List<Object> all = new ArrayList<>(parameters);
        Collections.addAll(all, moreParameters);
        return new Sql(text + moreText, all);
    }

    Sql plus(Sql more) {
        return plus(more.text, more.parameters.toArray());
    }

    /** A parenthesised list of parameters: {@code (?, ?, ?)}. */
    static Sql list(List<String> values) {
        return new Sql("(" + String.join(", ", Collections.nCopies(values.size(), "?")) + ")", List.copyOf(values));
    }

    void bind(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            bind(statement, i + 1, parameters.get(i));
        }
    }

    private static void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        if (value instanceof Null absent) {
            statement.setNull(index, absent.type);
        } else if (value instanceof String text) {
            statement.setString(index, text);
        } else if (value instanceof Long number) {
            statement.setLong(index, number);
        } else if (value instanceof Integer number) {
            statement.setInt(index, number);
        } else if (value instanceof byte[] bytes) {
            statement.setBytes(index, bytes);
        } else if (value instanceof String[] texts) {
            statement.setArray(index, statement.getConnection().createArrayOf("text", texts));
        } else if (value instanceof Long[] numbers) {
            statement.setArray(index, statement.getConnection().createArrayOf("int8", numbers));
        } else {
            throw new IllegalArgumentException("not a parameter: " + value.getClass());
        }
    }
}
