/**
 * Denies the sessions of a role that there are, since none of them can be ended. Start at
 * {@link io.leasehold.aws.internal.cutoff.SessionCutoffs}.
 */
@NullMarked
package io.leasehold.aws.internal.cutoff;

import org.jspecify.annotations.NullMarked;
