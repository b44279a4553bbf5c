/** Dispatch of events to listeners. */
@NullMarked
package io.leasehold.internal.event;

import org.jspecify.annotations.NullMarked;
