/** Meters of a broker for Micrometer: {@link io.leasehold.micrometer.LeaseholdMetrics}. */
@NullMarked
package io.leasehold.micrometer;

import org.jspecify.annotations.NullMarked;
