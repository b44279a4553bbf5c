/**
 * The administrators of connections: rotating their passwords, and working on targets while that happens. Start at
 * {@link io.leasehold.database.internal.root.RootRotations}.
 */
@NullMarked
package io.leasehold.database.internal.root;

import org.jspecify.annotations.NullMarked;
