package io.leasehold.internal.binding;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.internal.binding.FieldType.Source;
import io.leasehold.internal.text.Printable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Binds maps with snake_case keys to records and back: the one mechanism behind requests, results and stored values. The
 * component types are those that {@link io.leasehold.spi.binding.Field} lists; a record with another one is a programming
 * error and throws {@link IllegalArgumentException}.
 *
 * <p>Errors of a caller are {@link InvalidRequestException}s that name the field as it was spelled. They never show the
 * value of a sensitive or an unknown field.
 *
 * <p>Thread-safe. What is learnt of a record type by reflection is kept with its class.
 */
public final class RecordBinder {

    private RecordBinder() {}

    /**
     * Binds a request strictly: unknown fields are refused by name, required ones must be there, lists are trimmed.
     *
     * @param fields values by snake_case name; null values count as not sent
     * @param type the record's type
     * @param <T> the record's type
     * @return the record
     * @throws InvalidRequestException when a field is unknown, missing or malformed, or the record refuses the values
     */
    public static <T extends Record> T bind(Map<String, ?> fields, Class<T> type) {
        return type.cast(new Binding(RecordShape.of(type), Source.REQUEST)
                .take(fields)
                .complete()
                .create());
    }

    /**
     * Binds what another record's component for other fields has collected: strictly, as a request. An unknown field is
     * compared with the fields of both records.
     *
     * @param fields values by snake_case name; null values count as not sent
     * @param type the record's type
     * @param beside the record that collected them
     * @param <T> the record's type
     * @return the record
     * @throws InvalidRequestException when a field is unknown, missing or malformed, or the record refuses the values
     */
    public static <T extends Record> T bindBeside(
            Map<String, ?> fields, Class<T> type, Class<? extends Record> beside) {
        return type.cast(new Binding(RecordShape.of(type), Source.REQUEST)
                .beside(RecordShape.of(beside))
                .take(fields)
                .complete()
                .create());
    }

    /**
     * Binds the fields of a request over a record: what is absent keeps the record's value, and null resets a field to its
     * default.
     *
     * @param fields values by snake_case name
     * @param base the record
     * @param <T> the record's type
     * @return the changed record
     * @throws InvalidRequestException when a field is unknown or malformed, or the record refuses the values
     */
    public static <T extends Record> T bindOver(Map<String, ?> fields, T base) {
        @SuppressWarnings("unchecked") // records are final, so this is exactly the class of T
        Class<T> type = (Class<T>) base.getClass();
        return type.cast(new Binding(RecordShape.of(type), Source.REQUEST)
                .over(base)
                .take(fields)
                .create());
    }

    /**
     * Binds what {@link #toMap} gave, exactly as it is: lists are not trimmed, and fields that a later release added are left
     * out.
     *
     * @param values values by snake_case name
     * @param type the record's type
     * @param <T> the record's type
     * @return the record
     * @throws InvalidRequestException when a value is malformed, or the record refuses the values
     */
    public static <T extends Record> T bindStored(Map<String, ?> values, Class<T> type) {
        return type.cast(
                new Binding(RecordShape.of(type), Source.DATA).take(values).create());
    }

    /**
     * Binds a result loosely: unknown values are left out, missing ones are null, zero or false. Results have no limit of size.
     *
     * @param values values by snake_case name
     * @param type the record's type
     * @param <T> the record's type
     * @return the record
     * @throws InvalidRequestException when the type is no record, a value does not fit it, or the record refuses the values
     */
    public static <T> T bindResult(Map<String, Object> values, Class<T> type) {
        if (!type.isRecord()) {
            throw new InvalidRequestException(
                    "a result can be read as a record, and " + Printable.plain(type.getName()) + " is none");
        }
        return type.cast(
                new Binding(RecordShape.of(type), Source.RESULT).take(values).create());
    }

    /**
     * Takes a record apart into plain values (texts, numbers, booleans, lists, maps; durations as integer seconds), leaving
     * out nulls. Other fields stand beside the record's own.
     *
     * @param value the record
     * @return values by snake_case name, unmodifiable, in the order of the components
     * @throws InvalidRequestException when a value cannot be written as plain values
     */
    public static Map<String, Object> toMap(Record value) {
        RecordShape shape = RecordShape.of(value.getClass());
        Map<String, Object> fields = new LinkedHashMap<>();
        for (Component component : shape.components()) {
            Object held = shape.read(value, component);
            if (held == null) {
                continue;
            }
            Object plain = encode(component, held);
            if (component.others() && plain instanceof Map<?, ?> others) {
                others.forEach((name, other) -> putOther(shape, fields, String.valueOf(name), other));
            } else {
                fields.put(component.name(), plain);
            }
        }
        return Collections.unmodifiableMap(fields);
    }

    private static Object encode(Component component, Object held) {
        try {
            return component.type().encode(held);
        } catch (Unfit e) {
            throw new InvalidRequestException(component.name(), e.rule());
        }
    }

    private static void putOther(RecordShape shape, Map<String, Object> fields, String name, Object value) {
        if (shape.spelled(name) != null) {
            throw new InvalidRequestException(name, "is a field of its own and cannot stand among the other fields");
        }
        if (value != null) {
            fields.put(name, value);
        }
    }

    /**
     * The names of the fields whose values must never be shown.
     *
     * @param type the record's type
     * @return names in snake_case; those of other fields are not known and must be treated likewise
     */
    public static Set<String> sensitiveFields(Class<? extends Record> type) {
        return RecordShape.of(type).sensitive();
    }

    /**
     * The names of the fields whose values may be shown.
     *
     * @param type the record's type
     * @return names in snake_case
     */
    public static Set<String> clearFields(Class<? extends Record> type) {
        return RecordShape.of(type).clear();
    }

    /**
     * Describes the fields of a request.
     *
     * @param type the request record's type
     * @return the fields in the order of the components
     * @throws IllegalArgumentException when the type cannot be bound
     */
    public static List<FieldInfo> describe(Class<? extends Record> type) {
        return RecordShape.of(type).components().stream()
                .filter(component -> !component.others())
                .map(Component::field)
                .toList();
    }
}
