/**
 * How AWS is reached: {@code config/root} as it is stored, the accounts that it led to, and clients that are open in this process.
 * Start at {@link io.leasehold.aws.internal.root.Roots}.
 */
@NullMarked
package io.leasehold.aws.internal.root;

import org.jspecify.annotations.NullMarked;
