package io.leasehold.spi.engine;

import io.leasehold.internal.binding.RecordBinder;
import java.util.Map;

/**
 * Binding for engines and their plugins: what {@link io.leasehold.spi.binding.OtherFields} collected is bound by a record of the plugin's own, with
 * the same rules and messages as a request.
 */
public final class Fields {

    private Fields() {}

    /**
     * Binds values to a record.
     *
     * @param values values by snake_case name
     * @param type the record's type
     * @param <T> the record's type
     * @return the record
     * @throws io.leasehold.error.InvalidRequestException when a field is unknown or malformed
     */
    public static <T extends Record> T bind(Map<String, ?> values, Class<T> type) {
        return RecordBinder.bind(values, type);
    }

    /**
     * Binds other fields, which were sent together with those of the record that collected them.
     *
     * @param values values by snake_case name
     * @param type the record's type
     * @param collector the record whose {@link io.leasehold.spi.binding.OtherFields} they are; its fields are suggested too
     *     when one is unknown
     * @param <T> the record's type
     * @return the record
     * @throws io.leasehold.error.InvalidRequestException when a field is unknown or malformed
     */
    public static <T extends Record> T bindOthers(
            Map<String, ?> values, Class<T> type, Class<? extends Record> collector) {
        return RecordBinder.bindBeside(values, type, collector);
    }

    /**
     * Takes a record apart into plain values, leaving out nulls.
     *
     * @param value the record
     * @return values by snake_case name
     */
    public static Map<String, Object> of(Record value) {
        return RecordBinder.toMap(value);
    }
}
