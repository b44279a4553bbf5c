package io.leasehold.rotation;

import io.leasehold.error.ConflictException;
import io.leasehold.spi.engine.Versioned;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When something is rotated by itself, and how that is shown. Stateless. */
public final class Schedules {

    private static final Logger LOG = LoggerFactory.getLogger(Schedules.class);

    private Schedules() {}

    /**
     * When a rotation is to be tried next: when it is due, and not while somebody is at it or a pause lasts.
     *
     * @param state what is stored
     * @return empty for not by itself
     */
    public static Optional<Instant> nextTry(Rotated<?> state) {
        if (!state.isPending() && state.nextRotation() == 0) {
            return Optional.empty();
        }
        long due = state.isPending() ? 0 : state.nextRotation();
        return Optional.of(Instant.ofEpochMilli(Math.max(due, state.notBefore())));
    }

    /**
     * A schedule by the names of its fields.
     *
     * @param schedule the schedule
     * @return those that it has
     */
    public static Map<String, Object> shown(RotationSchedule schedule) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (schedule instanceof RotationSchedule.Every every) {
            fields.put("rotation_period", every.period());
        } else if (schedule instanceof RotationSchedule.AtTimes times) {
            fields.put("rotation_schedule", times.line());
            if (times.window() != null) {
                fields.put("rotation_window", times.window());
            }
        }
        return fields;
    }

    /**
     * How rotations go, for operators.
     *
     * @param state what is stored
     * @return times of the last and the next rotation, and what is wrong; without what is rotated
     */
    public static Map<String, Object> status(Rotated<?> state) {
        Map<String, Object> status = new LinkedHashMap<>();
        putTime(status, "last_vault_rotation", state.lastRotation());
        putTime(status, "next_vault_rotation", state.nextRotation());
        if (state.attempts() > 0) {
            status.put("rotation_attempts", state.attempts());
        }
        if (!state.lastError().isEmpty()) {
            status.put("rotation_error", state.lastError());
        }
        return status;
    }

    private static void putTime(Map<String, Object> values, String name, long millis) {
        if (millis > 0) {
            values.put(name, Instant.ofEpochMilli(millis).toString());
        }
    }

    /**
     * The state, after a rotation whose window has passed was put off until its next time.
     *
     * @param journal where the state is stored
     * @param read the state
     * @param schedule when it is rotated
     * @param now the store's time
     * @param name what is rotated, for the log
     * @param <S> the state
     * @return the state, changed or not
     */
    public static <S extends Rotated<S>> S skipMissed(
            RotationJournal<S> journal, Versioned<S> read, RotationSchedule schedule, Instant now, String name) {
        S state = read.value();
        Instant due = Instant.ofEpochMilli(state.nextRotation());
        if (state.isPending() || state.nextRotation() == 0 || !schedule.missed(due, now)) {
            return state;
        }
        S later = state.dueAt(schedule.next(now).orElse(null));
        try {
            S stored = journal.put(read, later).value();
            LOG.warn("The rotation of {} that was due at {} missed its window; the next one is waited for", name, due);
            return stored;
        } catch (ConflictException changedMeanwhile) {
            // Whoever changed it knows better; this is looked at again at the next turn.
            return later;
        }
    }
}
