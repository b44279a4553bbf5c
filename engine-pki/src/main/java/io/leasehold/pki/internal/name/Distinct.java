package io.leasehold.pki.internal.name;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values in the order in which they came, each once. Costs next to nothing for the one value that most requests have. */
final class Distinct<T> {

    private List<T> values = List.of();
    private String first = "";
    private @Nullable Set<String> keys;

    void add(String key, T value) {
        if (values.isEmpty()) {
            values = new ArrayList<>(2);
            first = key;
        } else {
            if (keys == null) {
                keys = new HashSet<>();
                keys.add(first);
            }
            if (!keys.add(key)) {
                return;
            }
        }
        values.add(value);
    }

    List<T> values() {
        return values;
    }
}
