/** Events of the broker, for monitoring and audit. */
@NullMarked
package io.leasehold.event;

import org.jspecify.annotations.NullMarked;
