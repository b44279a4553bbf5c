package io.leasehold.database.oracle;

import java.util.List;

/** What a query answers; none for a command. */
record StandInRows(List<List<Object>> values) {

    static final StandInRows NONE = new StandInRows(List.of());

    static StandInRows texts(Iterable<String> values) {
        List<List<Object>> rows = new java.util.ArrayList<>();
        values.forEach(value -> rows.add(List.of(value)));
        return new StandInRows(rows);
    }
}
