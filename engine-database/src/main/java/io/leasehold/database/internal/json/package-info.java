/** Statements that are JSON: {@link io.leasehold.database.internal.json.StatementJson} reads them. */
@NullMarked
package io.leasehold.database.internal.json;

import org.jspecify.annotations.NullMarked;
