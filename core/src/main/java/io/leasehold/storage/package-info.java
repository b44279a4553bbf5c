/** The store that needs nothing: {@link io.leasehold.storage.InMemoryStorage}. */
@NullMarked
package io.leasehold.storage;

import org.jspecify.annotations.NullMarked;
