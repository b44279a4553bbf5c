/** Ready-made formats of files: properties, environment, JSON, PEM. */
@NullMarked
package io.leasehold.sink.internal.format;

import org.jspecify.annotations.NullMarked;
