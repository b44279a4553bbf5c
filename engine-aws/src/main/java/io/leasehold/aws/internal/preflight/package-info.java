/**
 * Which permissions the root credential needs for what is configured, and which it lacks. Start at
 * {@link io.leasehold.aws.internal.preflight.Feature}, the one table of them.
 */
@NullMarked
package io.leasehold.aws.internal.preflight;

import org.jspecify.annotations.NullMarked;
