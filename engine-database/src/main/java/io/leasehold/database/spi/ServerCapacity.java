package io.leasehold.database.spi;

import java.util.OptionalInt;

/** The ability of a target to tell how many connections its server accepts. */
public interface ServerCapacity {

    /**
     * How many connections the server accepts in all, asked from the server now.
     *
     * @return the number, empty when the server has no such limit
     */
    OptionalInt maxConnections();
}
