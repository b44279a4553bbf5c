/**
 * Time that tests move by hand. Start at {@link io.leasehold.testkit.time.SettableTime}; give the same object to the store
 * (as its clock offset) and to the broker (as its time source), and a
 * {@link io.leasehold.testkit.time.ManualScheduler} for the background work.
 */
@NullMarked
package io.leasehold.testkit.time;

import org.jspecify.annotations.NullMarked;
