/**
 * Paths: which mount a path belongs to ({@link io.leasehold.internal.routing.MountTable}), and which route of its engine
 * ({@link io.leasehold.internal.routing.Router}).
 */
@NullMarked
package io.leasehold.internal.routing;

import org.jspecify.annotations.NullMarked;
