/** Secrets that a test rotates itself: {@link io.leasehold.testkit.rotation.TurnableSecret}. */
@NullMarked
package io.leasehold.testkit.rotation;

import org.jspecify.annotations.NullMarked;
