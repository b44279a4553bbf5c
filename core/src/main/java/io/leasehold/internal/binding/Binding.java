package io.leasehold.internal.binding;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.internal.binding.FieldType.Source;
import io.leasehold.internal.text.Nearest;
import io.leasehold.internal.text.Printable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One binding under way: takes fields one by one and then makes the record. Used once, by one thread. */
final class Binding {

    private final RecordShape shape;
    private final Source source;
    private final @Nullable Object[] values;
    private final @Nullable String[] sent;
    private final Map<String, Object> others = new LinkedHashMap<>();
    private @Nullable RecordShape beside;

    /** Starts with nothing sent. */
    Binding(RecordShape shape, Source source) {
        this.shape = shape;
        this.source = source;
        this.values = shape.absent();
        this.sent = new @Nullable String[values.length];
    }

    /** Names the fields of another record too when a field is unknown to both: the caller sent them together. */
    Binding beside(RecordShape other) {
        beside = other;
        return this;
    }

    /** Takes the values of a record, for what will not be sent. */
    Binding over(Record base) {
        for (Component component : shape.components()) {
            Object value = shape.read(base, component);
            values[component.index()] = value;
            if (component.others() && value instanceof Map<?, ?> stored) {
                stored.forEach((name, other) -> others.put(String.valueOf(name), other));
            }
        }
        return this;
    }

    /** Takes the fields that were sent. */
    Binding take(Map<String, ?> fields) {
        fields.forEach(this::take);
        return this;
    }

    private void take(@Nullable String name, @Nullable Object raw) {
        if (name == null) {
            throw new InvalidRequestException("a field has no name");
        }
        Component component = shape.spelled(name);
        if (component == null) {
            takeOther(name, raw);
            return;
        }
        String before = sent[component.index()];
        sent[component.index()] = name;
        if (before != null) {
            throw new InvalidRequestException(
                    name, "is another spelling of " + before + ", which was sent too; send one of them");
        }
        values[component.index()] = component.decode(name, raw, source);
    }

    private void takeOther(String name, @Nullable Object raw) {
        if (shape.others().isEmpty()) {
            if (source == Source.REQUEST) {
                throw unknown(name);
            }
            return;
        }
        try {
            Budget budget = Budget.of(source);
            budget.text(name);
            Object plain = PlainValues.of(raw, budget);
            if (plain == null) {
                others.remove(name);
            } else {
                others.put(name, plain);
            }
        } catch (Unfit e) {
            throw new InvalidRequestException(Printable.plain(name), e.rule());
        }
    }

    private InvalidRequestException unknown(String name) {
        List<String> names = new ArrayList<>(shape.names());
        List<String> spellings = new ArrayList<>(shape.spellings());
        RecordShape other = beside;
        if (other != null) {
            names.addAll(0, other.names());
            spellings.addAll(other.spellings());
        }
        String hint = Nearest.to(name, spellings)
                .map(near -> "did you mean " + near + "?")
                .orElseGet(() ->
                        names.isEmpty() ? "no fields are taken here" : "the fields are " + String.join(", ", names));
        return new InvalidRequestException(Printable.plain(name), "unknown field; " + hint);
    }

    /** Refuses the request when a required field is missing. */
    Binding complete() {
        for (Component component : shape.components()) {
            if (component.field().required() && sent[component.index()] == null) {
                throw component.missing(component.name());
            }
        }
        return this;
    }

    /** Makes the record. */
    Record create() {
        shape.others()
                .ifPresent(taker -> values[taker.index()] = Collections.unmodifiableMap(new LinkedHashMap<>(others)));
        return shape.create(values);
    }
}
