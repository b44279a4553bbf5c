/** The deployment step of a CI pipeline. Start at {@link io.leasehold.examples.deploy.Deploy}. */
@NullMarked
package io.leasehold.examples.deploy;

import org.jspecify.annotations.NullMarked;
