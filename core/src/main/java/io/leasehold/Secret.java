package io.leasehold;

import io.leasehold.internal.binding.RecordBinder;
import io.leasehold.internal.binding.RedactedMap;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a read or write answered: data, the lease if there is one, warnings. Immutable. Its text form, and that of its data,
 * mask everything that may be secret.
 */
public final class Secret {

    private final Map<String, Object> data;
    private final @Nullable Lease lease;
    private final List<String> warnings;
    private final @Nullable Duration validFor;

    private Secret(
            Map<String, Object> data, @Nullable Lease lease, List<String> warnings, @Nullable Duration validFor) {
        this.data = data;
        this.lease = lease;
        this.warnings = List.copyOf(warnings);
        this.validFor = validFor;
    }

    /**
     * Makes a response, for engines' tests and for stand-ins of a broker.
     *
     * @param data values by snake_case name
     * @param clear the names whose values may appear in text forms; all others are masked
     * @param lease the lease, or null
     * @param warnings what the caller should know
     * @return the secret
     */
    public static Secret of(Map<String, Object> data, Set<String> clear, @Nullable Lease lease, List<String> warnings) {
        return new Secret(new RedactedMap(data, clear), lease, warnings, null);
    }

    /**
     * The values by snake_case name. The map is unmodifiable and masks secrets in its text form.
     *
     * @return the values, empty when there is nothing to say
     */
    public Map<String, Object> data() {
        return data;
    }

    /**
     * The values as a record with camelCase components. Values that the record does not name are left out.
     *
     * @param type the record's type
     * @param <T> the record's type
     * @return the record
     * @throws io.leasehold.error.InvalidRequestException when the values do not fit the record
     */
    public <T> T as(Class<T> type) {
        return RecordBinder.bindResult(data, type);
    }

    /**
     * The lease.
     *
     * @return empty for a value without one
     */
    public Optional<Lease> lease() {
        return Optional.ofNullable(lease);
    }

    /**
     * What the caller should know, such as a TTL that was capped.
     *
     * @return texts for people, often empty
     */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * How long a credential was valid when it was handed out, if it has no lease and ends by itself, as a certificate does. A
     * lease says that of its own.
     *
     * @return the time from the answer on; empty for everything else
     */
    public Optional<Duration> validFor() {
        return Optional.ofNullable(validFor);
    }

    /**
     * The same secret as one that has no lease and ends by itself, for engines' tests and for stand-ins of a broker.
     *
     * @param time how long it is valid from now on
     * @return the copy
     */
    public Secret withValidFor(Duration time) {
        return new Secret(data, null, warnings, Objects.requireNonNull(time));
    }

    /**
     * The same secret under a renewed lease.
     *
     * @param renewed the lease after a renewal
     * @return the copy
     */
    public Secret withLease(Lease renewed) {
        return new Secret(data, Objects.requireNonNull(renewed), warnings, null);
    }

    @Override
    public String toString() {
        return "Secret[data=" + data + ", lease=" + lease + ", warnings=" + warnings + "]";
    }
}
