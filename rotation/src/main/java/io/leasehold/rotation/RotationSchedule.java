package io.leasehold.rotation;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.leasehold.error.InvalidRequestException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When something is rotated by itself: at intervals, at the times of a cron line, or never. Immutable. */
public sealed interface RotationSchedule {

    /** The shortest interval. */
    Duration LEAST_PERIOD = Duration.ofSeconds(5);

    /** The shortest window. */
    Duration LEAST_WINDOW = Duration.ofHours(1);

    /**
     * When the next rotation is due.
     *
     * @param last the last rotation, or when the schedule began
     * @return the time, strictly after the last; empty for never
     */
    Optional<Instant> next(Instant last);

    /**
     * Whether a rotation that was due has been missed for good, so that the next time is waited for.
     *
     * @param due when it was due
     * @param now the time now
     * @return false unless there is a window, and it has passed
     */
    default boolean missed(Instant due, Instant now) {
        return false;
    }

    /**
     * Reads the three fields of a schedule.
     *
     * @param period the interval, or null or zero for none
     * @param cron a cron line, or null or an empty text for none
     * @param window the window, or null or zero for none
     * @return the schedule
     * @throws InvalidRequestException naming the field that is wrong
     */
    static RotationSchedule of(@Nullable Duration period, @Nullable String cron, @Nullable Duration window) {
        boolean hasPeriod = period != null && !period.isZero();
        boolean hasCron = cron != null && !cron.isBlank();
        boolean hasWindow = window != null && !window.isZero();
        if (hasPeriod && hasCron) {
            throw new InvalidRequestException("rotation_schedule", "stands beside rotation_period: give one of both");
        }
        if (hasWindow && !hasCron) {
            throw new InvalidRequestException(
                    "rotation_window", "has no meaning without rotation_schedule: leave it out");
        }
        if (period != null && hasPeriod) {
            if (period.compareTo(LEAST_PERIOD) < 0) {
                throw new InvalidRequestException("rotation_period", "must be 5 seconds or more");
            }
            return new Every(period);
        }
        if (window != null && hasWindow && window.compareTo(LEAST_WINDOW) < 0) {
            throw new InvalidRequestException("rotation_window", "must be 3600 seconds (1h) or more");
        }
        if (cron != null && hasCron) {
            return AtTimes.parse(cron.strip(), hasWindow ? window : null);
        }
        return new Never();
    }

    /**
     * At intervals.
     *
     * @param period from one rotation to the next
     */
    record Every(Duration period) implements RotationSchedule {

        @Override
        public Optional<Instant> next(Instant last) {
            return Optional.of(last.plus(period));
        }
    }

    /** Not by itself. */
    record Never() implements RotationSchedule {

        @Override
        public Optional<Instant> next(Instant last) {
            return Optional.empty();
        }
    }

    /**
     * At the times of a cron line with the five fields of crontab(5), in UTC.
     *
     * @param line the line
     * @param window for how long after its time a rotation may be begun; null for ever
     */
    record AtTimes(String line, @Nullable Duration window) implements RotationSchedule {

        private static final String FORM =
                "give the five fields minute, hour, day of month, month, day of week, such as \"0 3 * * SUN\"";

        static AtTimes parse(String line, @Nullable Duration window) {
            AtTimes schedule = new AtTimes(line, window);
            try {
                if (schedule.next(Instant.EPOCH).isPresent()) {
                    return schedule;
                }
            } catch (IllegalArgumentException malformed) {
                throw new InvalidRequestException("rotation_schedule", "\"" + line + "\" is no cron schedule: " + FORM);
            }
            throw new InvalidRequestException("rotation_schedule", "\"" + line + "\" names a time that never comes");
        }

        @Override
        public Optional<Instant> next(Instant last) {
            Cron cron = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX)).parse(line);
            return ExecutionTime.forCron(cron)
                    .nextExecution(last.atZone(ZoneOffset.UTC))
                    .map(ZonedDateTime::toInstant);
        }

        @Override
        public boolean missed(Instant due, Instant now) {
            return window != null && now.isAfter(due.plus(window));
        }
    }
}
