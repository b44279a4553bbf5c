/** Watching what a broker reports: {@link io.leasehold.testkit.event.RecordingEvents}. */
@NullMarked
package io.leasehold.testkit.event;

import org.jspecify.annotations.NullMarked;
