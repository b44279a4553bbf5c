/** Rotating secrets written to files for programs that read them there. */
@NullMarked
package io.leasehold.sink;

import org.jspecify.annotations.NullMarked;
