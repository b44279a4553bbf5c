package io.leasehold.internal.binding;

import io.leasehold.error.InvalidRequestException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** {@code List} of a record type whose components are all clear: redaction goes by the names of the outer fields. */
record RecordList(Class<? extends Record> element) implements FieldType {

    RecordList {
        if (!RecordBinder.sensitiveFields(element).isEmpty()
                || RecordShape.of(element).others().isPresent()) {
            throw new IllegalArgumentException(element.getName()
                    + " cannot stand in a list: it has a sensitive component, or one for other fields");
        }
    }

    @Override
    public String description() {
        return "list of maps";
    }

    @Override
    public Object decode(Object raw, Source source) {
        if (!(raw instanceof Collection<?> elements)) {
            throw new Unfit("must be a list of maps", raw);
        }
        Budget budget = Budget.of(source);
        List<Record> records = new ArrayList<>();
        for (Object each : elements) {
            budget.element();
            records.add(one(each, source, records.size() + 1, budget));
        }
        return Collections.unmodifiableList(records);
    }

    private Record one(Object raw, Source source, int number, Budget budget) {
        if (!(raw instanceof Map<?, ?> map)) {
            throw new Unfit("element " + number + " must be a map", raw);
        }
        try {
            Map<String, Object> fields = PlainValues.ofMap(map, budget);
            return switch (source) {
                case REQUEST -> RecordBinder.bind(fields, element);
                case DATA -> RecordBinder.bindStored(fields, element);
                case RESULT -> RecordBinder.bindResult(fields, element);
            };
        } catch (InvalidRequestException malformed) {
            throw new Unfit("element " + number + ": " + malformed.getMessage());
        }
    }

    @Override
    public Object encode(Object value) {
        return ((Collection<?>) value)
                .stream().map(each -> RecordBinder.toMap((Record) each)).toList();
    }
}
