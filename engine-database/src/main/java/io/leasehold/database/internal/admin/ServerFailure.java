package io.leasehold.database.internal.admin;

import java.sql.SQLException;

/** What a failure means in the words of one product. Immutable. */
public interface ServerFailure {

    /** Tells what a driver's failure means; each product has its own. */
    @FunctionalInterface
    interface Reading {

        /**
         * Reads a failure.
         *
         * @param failure the driver's
         * @return what it means
         */
        ServerFailure of(SQLException failure);
    }

    /**
     * Whether it is a certain failure.
     *
     * @param code in the product's own codes
     * @return whether it is that one
     */
    boolean is(String code);

    /**
     * The code as people look it up.
     *
     * @return such as {@code SQLSTATE 42501}, or an empty text
     */
    String label();

    /**
     * Whether the session is gone, so that a statement under way may or may not have been executed.
     *
     * @return whether it is
     */
    boolean sessionLost();

    /**
     * Whether the same transaction would go through when tried again.
     *
     * @return whether it would
     */
    boolean transientConflict();

    /**
     * Whether the server cannot do it now, whatever is asked: out of connections, memory, disk; too slow; gone; a lost race.
     *
     * @return whether that is so
     */
    boolean unavailable();

    /**
     * Whether the server works, and only this transaction did not get through: it waited too long for a lock that somebody
     * else holds, or lost a race.
     *
     * @return whether that is so
     */
    boolean contended();

    /**
     * Whether the server answers and does not let the administrator in.
     *
     * @return whether that is so
     */
    boolean loginRefused();
}
