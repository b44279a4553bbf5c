package io.leasehold.spi.engine;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A credential that was made.
 *
 * @param credential the result record (or map) that the caller gets; never stored
 * @param actualExpiry when the target itself ends the credential, if that is fixed and may differ from the lease's expiry;
 *     else null
 * @param warnings what the caller should know, free of secrets
 */
public record Created(Object credential, @Nullable Instant actualExpiry, List<String> warnings) {

    /** Takes copies. */
    public Created {
        warnings = List.copyOf(warnings);
    }

    /**
     * A credential without more to say.
     *
     * @param credential the result record
     * @return the result
     */
    public static Created of(Object credential) {
        return new Created(credential, null, List.of());
    }

    @Override
    public String toString() {
        return "Created[actualExpiry=" + actualExpiry + ", warnings=" + warnings + "]";
    }
}
