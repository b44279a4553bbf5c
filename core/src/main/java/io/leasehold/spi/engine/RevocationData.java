package io.leasehold.spi.engine;

import io.leasehold.internal.binding.RecordBinder;
import java.util.Map;

/**
 * All that removing a credential needs, pinned when the credential is planned: target, account, statements. Never a
 * password, and never a reference to a role or connection that may change. Stored sealed. Immutable.
 */
public final class RevocationData {

    private final Map<String, Object> values;

    private RevocationData(Map<String, Object> values) {
        this.values = values;
    }

    /**
     * Takes an engine's own record apart.
     *
     * @param data a record of the component types that {@link io.leasehold.spi.binding.Field} lists
     * @return the data
     */
    public static RevocationData of(Record data) {
        return new RevocationData(RecordBinder.toMap(data));
    }

    /**
     * Takes data as it was stored.
     *
     * @param values values by snake_case name
     * @return the data
     */
    public static RevocationData ofMap(Map<String, Object> values) {
        return new RevocationData(Map.copyOf(values));
    }

    /**
     * Binds the data to the engine's own record again.
     *
     * @param type the record's type
     * @param <T> the record's type
     * @return the record
     */
    public <T extends Record> T as(Class<T> type) {
        return RecordBinder.bindStored(values, type);
    }

    /**
     * The data as it is stored.
     *
     * @return values by snake_case name, unmodifiable
     */
    public Map<String, Object> values() {
        return values;
    }

    @Override
    public String toString() {
        return "RevocationData" + values.keySet();
    }
}
