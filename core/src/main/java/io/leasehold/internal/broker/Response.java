package io.leasehold.internal.broker;

import io.leasehold.internal.binding.RecordBinder;
import io.leasehold.internal.lease.IssuedLease;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request came to.
 *
 * @param data values by snake_case name
 * @param clear names whose values may appear in text forms
 * @param lease the lease, or null
 * @param warnings what the caller should know
 * @param validFor how long a credential without a lease is valid from now on, or null
 */
public record Response(
        Map<String, Object> data,
        Set<String> clear,
        @Nullable IssuedLease lease,
        List<String> warnings,
        @Nullable Duration validFor) {

    static Response of(Object value, @Nullable IssuedLease lease, List<String> warnings) {
        if (value instanceof Record typed) {
            return new Response(
                    RecordBinder.toMap(typed), RecordBinder.clearFields(typed.getClass()), lease, warnings, null);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> values = new LinkedHashMap<>();
            map.forEach((name, part) -> {
                if (part != null) {
                    values.put(String.valueOf(name), part);
                }
            });
            return new Response(values, Set.of(), lease, warnings, null);
        }
        throw new IllegalStateException(
                "an engine answered with a " + value.getClass().getName() + ", which is neither a record nor a map");
    }

    static Response names(List<String> names) {
        return new Response(Map.of("keys", names), Set.of("keys"), null, List.of(), null);
    }

    Response validFor(Duration time) {
        return new Response(data, clear, lease, warnings, time);
    }

    @Override
    public String toString() {
        return "Response[fields=" + data.keySet() + ", lease=" + (lease == null ? "none" : lease.id()) + "]";
    }
}
