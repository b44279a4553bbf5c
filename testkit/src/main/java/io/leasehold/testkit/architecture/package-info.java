/** Rules on the structure of the code. */
@NullMarked
package io.leasehold.testkit.architecture;

import org.jspecify.annotations.NullMarked;
