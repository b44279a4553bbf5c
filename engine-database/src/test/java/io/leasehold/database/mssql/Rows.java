package io.leasehold.database.mssql;

import java.util.List;

/** What a query answers. */
record Rows(List<Column> columns, List<List<Object>> values) {

    record Column(String name, boolean text) {}

    static Rows number(String name, long value) {
        return new Rows(List.of(new Column(name, false)), List.of(List.of(value)));
    }

    static Rows texts(String name, List<String> values) {
        return new Rows(
                List.of(new Column(name, true)),
                values.stream().map(List::<Object>of).toList());
    }
}
