/**
 * How a password that stays with its account is changed without anybody being locked out: the journal is in
 * {@link io.leasehold.database.internal.rotation.ManagedPassword}, the steps are in
 * {@link io.leasehold.database.internal.rotation.Changeover}. Knows nothing of roles and connections.
 */
@NullMarked
package io.leasehold.database.internal.rotation;

import org.jspecify.annotations.NullMarked;
