/**
 * Benchmarks that print ratios against the bare operation in the same run: {@code IssueRevoke}, {@code PooledConnection},
 * {@code Rotations} and {@code MillionLeases}.
 */
@NullMarked
package io.leasehold.benchmarks;

import org.jspecify.annotations.NullMarked;
