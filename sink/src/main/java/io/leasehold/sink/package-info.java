/** Rotating secrets written to files for programs that read them there. Start at {@link io.leasehold.sink.FileSink}. */
@NullMarked
package io.leasehold.sink;

import org.jspecify.annotations.NullMarked;
