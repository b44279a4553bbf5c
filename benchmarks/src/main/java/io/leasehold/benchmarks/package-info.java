/** Benchmarks of the broker, its stores and the rotating {@code DataSource}. */
@NullMarked
package io.leasehold.benchmarks;

import org.jspecify.annotations.NullMarked;
