package io.leasehold.internal.binding;

/** How the values of one component type are read from and written to plain values. Stateless. */
interface FieldType {

    /** The type in words, for documentation. */
    String description();

    /**
     * Reads a value that was sent or stored.
     *
     * @param raw the value, not null
     * @param source where it comes from
     * @return what the component holds
     * @throws Unfit when it does not fit
     */
    Object decode(Object raw, Source source);

    /**
     * Writes a component's value as a plain value.
     *
     * @param value the value, not null
     * @return the plain value, which {@link #decode} reads back
     */
    Object encode(Object value);

    /** Where values come from. */
    enum Source {
        /** From a caller: lists are trimmed, what is unknown or missing is refused. */
        REQUEST,
        /** From the store: taken exactly as it is, and what is unknown is left out. */
        DATA,
        /**
         * From a result of this broker: as from the store, and of any size, because an engine made it and all of it is in memory
         * already.
         */
        RESULT
    }
}
