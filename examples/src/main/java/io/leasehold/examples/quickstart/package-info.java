/** The example that the README opens with. */
@NullMarked
package io.leasehold.examples.quickstart;

import org.jspecify.annotations.NullMarked;
