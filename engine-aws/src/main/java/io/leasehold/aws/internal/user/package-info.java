/**
 * Users of IAM that a lease has: made, waited for, removed. Start at {@link io.leasehold.aws.internal.user.UserCreation}.
 */
@NullMarked
package io.leasehold.aws.internal.user;

import org.jspecify.annotations.NullMarked;
