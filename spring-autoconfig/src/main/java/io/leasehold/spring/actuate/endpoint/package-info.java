/** The Actuator endpoint: what is mounted, leased and rotating, and guarded changes of it. */
@NullMarked
package io.leasehold.spring.actuate.endpoint;

import org.jspecify.annotations.NullMarked;
