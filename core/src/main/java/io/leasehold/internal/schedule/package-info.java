/** The broker's own threads. */
@NullMarked
package io.leasehold.internal.schedule;

import org.jspecify.annotations.NullMarked;
