package io.leasehold.spi.engine;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.internal.binding.RecordBinder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One request to one route of an engine. Immutable.
 *
 * @param operation what is asked
 * @param path the full path, mount included, for messages
 * @param variables the values of the route's variables
 * @param fields the fields as sent, by snake_case name; may hold secrets
 * @param caller who asks
 */
public record Call(
        Operation operation, String path, Map<String, String> variables, Map<String, Object> fields, Caller caller) {

    /** Takes copies; a field may be present with a null value. */
    public Call {
        variables = Map.copyOf(variables);
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /**
     * The value of a variable of the route.
     *
     * @param name the variable's name as in the route's template
     * @return its value
     */
    public String variable(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no variable " + name);
        }
        return value;
    }

    /**
     * Binds the fields sent over a stored record, so that only what was sent changes.
     *
     * @param stored the record as it is
     * @param <T> its type
     * @return the changed record
     * @throws InvalidRequestException when a field is unknown or malformed, or the result is invalid
     */
    public <T extends Record> T bindOver(T stored) {
        return RecordBinder.bindOver(fields, stored);
    }

    @Override
    public String toString() {
        return "Call[" + operation + " " + path + ", fields " + fields.keySet() + "]";
    }
}
