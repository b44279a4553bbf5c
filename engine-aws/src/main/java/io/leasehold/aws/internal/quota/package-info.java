/**
 * How many users an account has, against how many it may have. Start at {@link io.leasehold.aws.internal.quota.UserQuotas}.
 */
@NullMarked
package io.leasehold.aws.internal.quota;

import org.jspecify.annotations.NullMarked;
