/**
 * How a password that stays with its account is changed without anybody being locked out: the journal is in
 * {@link io.leasehold.database.internal.rotation.ManagedPassword}, the steps are in
 * {@link io.leasehold.database.internal.rotation.Changeover}, and what is due is found by
 * {@link io.leasehold.rotation.RotationDuty}. Knows nothing of roles and connections.
 */
@NullMarked
package io.leasehold.database.internal.rotation;

import org.jspecify.annotations.NullMarked;
