/**
 * How the access key of a user that stays is replaced by a new one without anybody being locked out and without a key being left
 * behind: the journal is in {@link io.leasehold.aws.internal.key.ManagedKey}, the steps are in
 * {@link io.leasehold.aws.internal.key.KeyChangeover}. Knows nothing of roles and of {@code config/root}: whose key it is, a
 * {@link io.leasehold.aws.internal.key.KeyOwner} says.
 */
@NullMarked
package io.leasehold.aws.internal.key;

import org.jspecify.annotations.NullMarked;
