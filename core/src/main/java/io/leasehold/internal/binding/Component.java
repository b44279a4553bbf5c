package io.leasehold.internal.binding;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.internal.binding.FieldType.Source;
import io.leasehold.internal.text.Printable;
import io.leasehold.secret.Sensitive;
import io.leasehold.spi.binding.Field;
import io.leasehold.spi.binding.OtherFields;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One component of a record.
 *
 * @param name its field's name in snake_case
 * @param index its position
 * @param type how its values are read and written
 * @param absent what it holds when the field was not sent
 * @param field how it is described
 * @param sensitive whether its value must never be shown
 * @param others whether it takes the fields that the record does not know
 */
record Component(
        String name,
        int index,
        FieldType type,
        @Nullable Object absent,
        FieldInfo field,
        boolean sensitive,
        boolean others) {

    static Component of(RecordComponent component, int index, Class<?> owner) {
        Field field = component.getAnnotation(Field.class);
        boolean sensitive = component.isAnnotationPresent(Sensitive.class);
        boolean others = component.isAnnotationPresent(OtherFields.class);
        FieldType type = FieldTypes.of(component, field != null && field.verbatim(), owner);
        if (others && !(type instanceof CompoundTypes.AnyMap)) {
            throw new IllegalArgumentException(owner.getName() + "." + component.getName()
                    + " takes other fields, so it must be a Map<String, Object>");
        }
        String name = SnakeCase.of(component.getName());
        FieldInfo info = new FieldInfo(
                name,
                type.description(),
                field != null && field.required(),
                field == null ? "" : field.value(),
                sensitive,
                field == null ? List.of() : List.of(field.aliases()));
        Object absent = others ? Map.of() : FieldTypes.absent(component.getType());
        return new Component(name, index, type, absent, info, sensitive, others);
    }

    /**
     * Reads a value of this field.
     *
     * @param spelling the field's name as it was sent
     * @param raw the value, null when none was meant
     * @throws InvalidRequestException when the value does not fit; without the value if it is sensitive or no request holds it
     */
    @Nullable
    Object decode(String spelling, @Nullable Object raw, Source source) {
        if (source == Source.REQUEST && field.required() && isEmpty(raw)) {
            throw missing(spelling);
        }
        if (raw == null) {
            return absent;
        }
        try {
            return type.decode(raw, source);
        } catch (Unfit e) {
            throw new InvalidRequestException(spelling, e.rule() + shown(e.culprit(), source));
        }
    }

    /** The refusal of a request without this field. */
    InvalidRequestException missing(String spelling) {
        String meaning = field.description().isEmpty() ? "" : ": " + field.description();
        return new InvalidRequestException(spelling, "is required and must not be empty" + meaning);
    }

    private static boolean isEmpty(@Nullable Object raw) {
        if (raw instanceof CharSequence text) {
            return text.isEmpty();
        }
        if (raw instanceof Collection<?> list) {
            return list.isEmpty();
        }
        return raw == null || (raw instanceof Map<?, ?> map && map.isEmpty());
    }

    private String shown(@Nullable Object culprit, Source source) {
        if (culprit == null) {
            return "";
        }
        if (culprit instanceof Map<?, ?>) {
            return ", was a map";
        }
        if (culprit instanceof Collection<?> || culprit instanceof Object[]) {
            return ", was a list";
        }
        // What comes from a result or the store may be secret whatever the reader's record says of it.
        if (sensitive || source != Source.REQUEST) {
            return "";
        }
        if (culprit instanceof CharSequence) {
            return ", was " + Printable.quoted(culprit.toString());
        }
        boolean plain = culprit instanceof Number || culprit instanceof Boolean;
        return ", was "
                + (plain
                        ? Printable.plain(culprit.toString())
                        : "a " + culprit.getClass().getSimpleName());
    }
}
