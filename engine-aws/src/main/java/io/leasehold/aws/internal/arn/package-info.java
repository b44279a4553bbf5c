/** Amazon Resource Names. Start at {@link io.leasehold.aws.internal.arn.Arn}. */
@NullMarked
package io.leasehold.aws.internal.arn;

import org.jspecify.annotations.NullMarked;
