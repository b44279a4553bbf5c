package io.leasehold.internal.binding;

import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** An unmodifiable map whose text form shows only the values that were declared clear. */
public final class RedactedMap extends AbstractMap<String, Object> {

    private final Map<String, Object> values;
    private final Set<String> clear;

    /**
     * Takes a copy.
     *
     * @param values the values
     * @param clear names whose values may be shown
     */
    public RedactedMap(Map<String, Object> values, Set<String> clear) {
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        this.clear = Set.copyOf(clear);
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        // The entries' own text forms would show their values, so they go out as masking entries.
        Set<Entry<String, Object>> entries = new java.util.LinkedHashSet<>();
        values.forEach((name, value) -> entries.add(new RedactedEntry(name, value, clear.contains(name))));
        return Collections.unmodifiableSet(entries);
    }

    @Override
    public Collection<Object> values() {
        return new RedactedValues();
    }

    @Override
    @SuppressWarnings("NullAway") // Map.get is null for an absent key by contract
    public Object get(Object key) {
        return values.get(key);
    }

    @Override
    public boolean containsKey(Object key) {
        return values.containsKey(key);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        values.forEach((name, value) -> {
            if (text.length() > 1) {
                text.append(", ");
            }
            text.append(name).append('=').append(clear.contains(name) ? value : "[masked]");
        });
        return text.append('}').toString();
    }

    private final class RedactedValues extends AbstractCollection<Object> {

        @Override
        public Iterator<Object> iterator() {
            return values.values().iterator();
        }

        @Override
        public int size() {
            return values.size();
        }

        @Override
        public String toString() {
            return values.entrySet().stream()
                    .map(entry -> clear.contains(entry.getKey()) ? String.valueOf(entry.getValue()) : "[masked]")
                    .collect(Collectors.joining(", ", "[", "]"));
        }
    }

    private static final class RedactedEntry extends SimpleImmutableEntry<String, Object> {

        private static final long serialVersionUID = 1L;

        private final boolean shown;

        RedactedEntry(String key, Object value, boolean shown) {
            super(key, value);
            this.shown = shown;
        }

        @Override
        public String toString() {
            return getKey() + "=" + (shown ? getValue() : "[masked]");
        }
    }
}
