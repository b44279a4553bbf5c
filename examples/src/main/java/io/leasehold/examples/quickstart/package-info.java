/** The example that the README opens with: {@link io.leasehold.examples.quickstart.Quickstart}. */
@NullMarked
package io.leasehold.examples.quickstart;

import org.jspecify.annotations.NullMarked;
