/**
 * The plugin for Couchbase, whose local users are made through its management API. Start at
 * {@link io.leasehold.database.internal.couchbase.CouchbaseTarget}; what a role may say is in
 * {@link io.leasehold.database.internal.couchbase.Grants}.
 */
@NullMarked
package io.leasehold.database.internal.couchbase;

import org.jspecify.annotations.NullMarked;
