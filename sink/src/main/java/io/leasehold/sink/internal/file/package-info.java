/** How files are replaced so that nobody ever sees half of one, nor one that they may not read. */
@NullMarked
package io.leasehold.sink.internal.file;

import org.jspecify.annotations.NullMarked;
