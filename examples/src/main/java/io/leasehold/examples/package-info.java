/** Runnable programs that show Leasehold at work. */
@NullMarked
package io.leasehold.examples;

import org.jspecify.annotations.NullMarked;
