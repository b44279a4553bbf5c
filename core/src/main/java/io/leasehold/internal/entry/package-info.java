/** The entry store with its values sealed: {@link io.leasehold.internal.entry.SealedEntries}. */
@NullMarked
package io.leasehold.internal.entry;

import org.jspecify.annotations.NullMarked;
