package io.leasehold.internal.binding;

import java.util.Map;

/**
 * Binds maps with snake_case keys to records and back: the one mechanism behind requests, results and stored values.
 */
public final class RecordBinder {

    private RecordBinder() {}

    /**
     * Binds a request or stored value strictly: unknown fields are refused by name.
     *
     * @param fields values by snake_case name
     * @param type the record's type
     * @param <T> the record's type
     * @return the record
     */
    public static <T extends Record> T bind(Map<String, ?> fields, Class<T> type) {
        throw new UnsupportedOperationException();
    }

    /**
     * Binds fields over a record: what is absent keeps the record's value.
     *
     * @param fields values by snake_case name
     * @param base the record
     * @param <T> the record's type
     * @return the changed record
     */
    public static <T extends Record> T bindOver(Map<String, ?> fields, T base) {
        throw new UnsupportedOperationException();
    }

    /**
     * Binds a result loosely: unknown values are left out.
     *
     * @param values values by snake_case name
     * @param type the type to bind to
     * @param <T> the type
     * @return the bound value
     */
    public static <T> T bindResult(Map<String, Object> values, Class<T> type) {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes a record apart into plain values (texts, numbers, booleans, lists, maps; durations as integer seconds), leaving
     * out nulls.
     *
     * @param value the record
     * @return values by snake_case name
     */
    public static Map<String, Object> toMap(Record value) {
        throw new UnsupportedOperationException();
    }
}
