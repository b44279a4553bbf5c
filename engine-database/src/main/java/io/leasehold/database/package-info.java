/** Short-lived database users, and a {@code DataSource} that lives on them. */
@NullMarked
package io.leasehold.database;

import org.jspecify.annotations.NullMarked;
