/** Stores for leases and configuration in a relational database. */
@NullMarked
package io.leasehold.store.jdbc;

import org.jspecify.annotations.NullMarked;
