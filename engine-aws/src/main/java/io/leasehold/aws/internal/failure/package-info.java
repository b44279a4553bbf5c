/** What failed requests to AWS say. Start at {@link io.leasehold.aws.internal.failure.FailureWords}. */
@NullMarked
package io.leasehold.aws.internal.failure;

import org.jspecify.annotations.NullMarked;
