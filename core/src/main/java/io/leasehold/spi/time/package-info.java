/**
 * Where time comes from: {@link io.leasehold.spi.time.TimeSource} for elapsed time and
 * {@link io.leasehold.spi.time.Scheduler} for background work. Both are injected, so that tests move time by hand.
 */
@NullMarked
package io.leasehold.spi.time;

import org.jspecify.annotations.NullMarked;
