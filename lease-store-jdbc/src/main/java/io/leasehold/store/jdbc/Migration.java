package io.leasehold.store.jdbc;

import java.util.List;

/**
 * One step of the schema.
 *
 * <p>Releases add and do not change: a migration adds tables, nullable or defaulted columns, and indexes, so that code of
 * the release before goes on working beside the new one. What is no longer used is removed one release later, with
 * {@code readableFrom} raised, which locks out the code that still needs it.
 *
 * @param version the schema version that the step leads to, 1 or more
 * @param readableFrom the lowest schema version whose code still works on the result
 * @param statements the statements; each can be run again where the product cannot undo it
 */
record Migration(int version, int readableFrom, List<String> statements) {}
