package io.leasehold.internal.binding;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is known of a record type: its components, spellings and access. Made once per class. Immutable. */
final class RecordShape {

    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(type);
        }
    };

    private final List<Component> components = new ArrayList<>();
    private final Map<String, Component> bySpelling = new LinkedHashMap<>();
    private final @Nullable Object[] absent;
    private final Set<String> sensitive;
    private final Set<String> clear;
    private final RecordAccess access;
    private final @Nullable Component others;
    private final boolean secretive;

    private RecordShape(Class<?> type) {
        Component taker = null;
        for (RecordComponent declared : type.getRecordComponents()) {
            Component component = Component.of(declared, components.size(), type);
            components.add(component);
            if (component.others()) {
                if (taker != null) {
                    throw new IllegalArgumentException(type.getName() + " has two components for other fields");
                }
                taker = component;
                continue;
            }
            spell(component.name(), component, type);
            component.field().aliases().forEach(alias -> spell(alias, component, type));
        }
        this.others = taker;
        this.absent = components.stream().map(Component::absent).toArray();
        this.sensitive = names(Component::sensitive);
        // Of a kind that Set.copyOf need not copy, for the answers that take one.
        this.clear = Set.copyOf(names(component -> !component.sensitive() && !component.others()));
        this.secretive = taker != null || !sensitive.isEmpty();
        this.access = RecordAccess.of(type);
    }

    private void spell(String spelling, Component component, Class<?> type) {
        if (bySpelling.putIfAbsent(spelling, component) != null) {
            throw new IllegalArgumentException(type.getName() + " has two fields spelled " + spelling);
        }
    }

    /**
     * The shape of a record type.
     *
     * @throws IllegalArgumentException when the type is no record, or cannot be bound
     */
    static RecordShape of(Class<?> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException(type.getName() + " is not a record");
        }
        return SHAPES.get(type);
    }

    List<Component> components() {
        return components;
    }

    /** The component that takes what the record does not know. */
    Optional<Component> others() {
        return Optional.ofNullable(others);
    }

    @Nullable
    Component spelled(String name) {
        return bySpelling.get(name);
    }

    /** What the components hold when no field was sent; an array of its own for each caller. */
    @Nullable
    Object[] absent() {
        return absent.clone();
    }

    /** The names of the fields whose values must never be shown. */
    Set<String> sensitive() {
        return sensitive;
    }

    /** The names of the fields whose values may be shown. */
    Set<String> clear() {
        return clear;
    }

    /** The names of the fields, without their aliases. */
    List<String> names() {
        return List.copyOf(names(component -> !component.others()));
    }

    private Set<String> names(Predicate<Component> wanted) {
        Set<String> names = new LinkedHashSet<>();
        components.stream().filter(wanted).map(Component::name).forEach(names::add);
        return Collections.unmodifiableSet(names);
    }

    /** Every spelling of every field. */
    List<String> spellings() {
        return List.copyOf(bySpelling.keySet());
    }

    Record create(@Nullable Object[] values) {
        return access.create(values, secretive);
    }

    @Nullable
    Object read(Object owner, Component component) {
        return access.read(owner, component.index());
    }
}
