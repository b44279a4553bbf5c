package io.leasehold;

import io.leasehold.error.InvalidRequestException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Settings of a mount. What is not set stays as it is (tune) or follows the system (enable). Immutable. */
public final class MountOptions {

    private final @Nullable String description;
    private final @Nullable Duration defaultLeaseTtl;
    private final @Nullable Duration maxLeaseTtl;

    private MountOptions(Builder builder) {
        this.description = builder.description;
        this.defaultLeaseTtl = builder.defaultLeaseTtl;
        this.maxLeaseTtl = builder.maxLeaseTtl;
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder; not thread-safe
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The description.
     *
     * @return empty when not set
     */
    public Optional<String> description() {
        return Optional.ofNullable(description);
    }

    /**
     * The TTL of leases whose role has none.
     *
     * @return empty when not set; zero means the system's
     */
    public Optional<Duration> defaultLeaseTtl() {
        return Optional.ofNullable(defaultLeaseTtl);
    }

    /**
     * The longest total life of a lease of this mount. It replaces the system's, and may exceed it.
     *
     * @return empty when not set; zero means the system's
     */
    public Optional<Duration> maxLeaseTtl() {
        return Optional.ofNullable(maxLeaseTtl);
    }

    /** Collects options. */
    public static final class Builder {

        private @Nullable String description;
        private @Nullable Duration defaultLeaseTtl;
        private @Nullable Duration maxLeaseTtl;

        private Builder() {}

        /**
         * Sets the description.
         *
         * @param text for people
         * @return this builder
         */
        public Builder description(String text) {
            this.description = text;
            return this;
        }

        /**
         * Sets the TTL of leases whose role has none.
         *
         * @param ttl the TTL; zero means the system's
         * @return this builder
         * @throws InvalidRequestException when it is negative
         */
        public Builder defaultLeaseTtl(Duration ttl) {
            this.defaultLeaseTtl = notNegative("default_lease_ttl", ttl);
            return this;
        }

        /**
         * Sets the longest total life of a lease.
         *
         * @param ttl the longest life; zero means the system's
         * @return this builder
         * @throws InvalidRequestException when it is negative
         */
        public Builder maxLeaseTtl(Duration ttl) {
            this.maxLeaseTtl = notNegative("max_lease_ttl", ttl);
            return this;
        }

        /**
         * Ends the options.
         *
         * @return the options
         */
        public MountOptions build() {
            return new MountOptions(this);
        }

        private static Duration notNegative(String field, Duration ttl) {
            if (ttl.isNegative()) {
                throw new InvalidRequestException(field, "must not be negative, was " + ttl);
            }
            return ttl;
        }
    }
}
