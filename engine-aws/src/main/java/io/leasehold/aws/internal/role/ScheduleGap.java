package io.leasehold.aws.internal.role;

import io.leasehold.rotation.RotationSchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How close to each other the rotations of a schedule come. Pure functions. */
final class ScheduleGap {

    /** Of a cron line: enough for the odd step at the end of an hour, a day, a month or a year. */
    private static final int TIMES = 100;

    private ScheduleGap() {}

    /** The shortest time from one rotation to the next; empty for a schedule that has none. */
    static Optional<Duration> least(RotationSchedule schedule) {
        if (schedule instanceof RotationSchedule.Every every) {
            return Optional.of(every.period());
        }
        Instant last = schedule.next(Instant.EPOCH).orElse(null);
        Duration least = null;
        for (int i = 0; i < TIMES && last != null; i++) {
            Instant next = schedule.next(last).orElse(null);
            if (next != null && (least == null || Duration.between(last, next).compareTo(least) < 0)) {
                least = Duration.between(last, next);
            }
            last = next;
        }
        return Optional.ofNullable(least);
    }
}
