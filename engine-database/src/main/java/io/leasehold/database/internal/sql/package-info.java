/**
 * SQL as text: one tokenizer for every kind of statement, splitting, and placeholders that are escaped for the quoting
 * around them. Start at {@link io.leasehold.database.internal.sql.StatementScript}. Pure functions; no I/O.
 */
@NullMarked
package io.leasehold.database.internal.sql;

import org.jspecify.annotations.NullMarked;
