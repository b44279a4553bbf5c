package io.leasehold.spring.declaration;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.spring.LeaseholdStartException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A document that properties declare for a path. Immutable; its text form shows no value.
 *
 * @param path where it is written
 * @param property the property that it comes from
 * @param fields the fields, by snake_case name
 * @param fieldProperties the properties of fields that are not spelled below {@code property}
 * @param kind how it is written
 */
public record Declaration(
        String path, String property, Map<String, Object> fields, Map<String, String> fieldProperties, Kind kind) {

    /** How a declaration is written. */
    public enum Kind {
        /** What is written can be read again; it is also written when nothing is there any more. */
        ENTRY,
        /** An action, repeated when it is declared otherwise. */
        ACTION,
        /** An action that is never repeated. */
        ONCE
    }

    /** Takes copies. */
    public Declaration {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        fieldProperties = Map.copyOf(fieldProperties);
    }

    /**
     * Declares an entry whose fields are spelled below its property.
     *
     * @param path where it is written
     * @param property the property that it comes from
     * @param fields the fields, by snake_case name
     */
    public Declaration(String path, String property, Map<String, Object> fields) {
        this(path, property, fields, Map.of(), Kind.ENTRY);
    }

    /**
     * Tells an error of the broker by the property to change.
     *
     * @param error what the broker threw when this was written
     * @return the error to throw
     */
    public LeaseholdStartException error(LeaseholdException error) {
        if (error instanceof InvalidRequestException invalid && invalid.field().isPresent()) {
            String field = invalid.field().get();
            String other = fieldProperties.get(field);
            return LeaseholdStartException.of(
                    other != null ? other : property + "." + LeaseholdStartException.kebab(field), error);
        }
        return LeaseholdStartException.of(property, error);
    }

    @Override
    public String toString() {
        return "Declaration[" + path + ", from " + property + "]";
    }
}
