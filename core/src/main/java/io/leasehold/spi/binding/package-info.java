/**
 * How request and result records are described. A record's package must be opened to {@code tools.jackson.databind} when
 * its module is named.
 */
@NullMarked
package io.leasehold.spi.binding;

import org.jspecify.annotations.NullMarked;
