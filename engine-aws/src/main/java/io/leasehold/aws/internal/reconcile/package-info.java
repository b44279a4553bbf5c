/**
 * Users and leases that do not agree: found and, on request, mended. Start at
 * {@link io.leasehold.aws.internal.reconcile.Reconciliations}.
 */
@NullMarked
package io.leasehold.aws.internal.reconcile;

import org.jspecify.annotations.NullMarked;
