package io.leasehold.database.internal.rotation;

import io.leasehold.error.ConflictException;
import io.leasehold.spi.engine.Versioned;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When managed passwords are rotated by themselves, and how that is shown. Stateless. */
public final class Schedules {

    private static final Logger LOG = LoggerFactory.getLogger(Schedules.class);

    private Schedules() {}

    /** When a rotation is to be tried next: when it is due, and not while somebody is at it or a pause lasts. */
    public static Optional<Instant> nextTry(ManagedPassword password) {
        if (!password.isPending() && password.nextRotation() == 0) {
            return Optional.empty();
        }
        long due = password.isPending() ? 0 : password.nextRotation();
        return Optional.of(Instant.ofEpochMilli(Math.max(due, password.notBefore())));
    }

    /** A schedule by the names of its fields. */
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

    /** How the rotations of a password go, without it. */
    public static Map<String, Object> status(ManagedPassword password) {
        Map<String, Object> status = new LinkedHashMap<>();
        putTime(status, "last_vault_rotation", password.lastRotation());
        putTime(status, "next_vault_rotation", password.nextRotation());
        if (password.attempts() > 0) {
            status.put("rotation_attempts", password.attempts());
        }
        if (!password.lastError().isEmpty()) {
            status.put("rotation_error", password.lastError());
        }
        return status;
    }

    private static void putTime(Map<String, Object> values, String name, long millis) {
        if (millis > 0) {
            values.put(name, Instant.ofEpochMilli(millis).toString());
        }
    }

    /** The state, after a rotation whose window has passed was put off until its next time. */
    public static ManagedPassword skipMissed(
            PasswordJournal journal,
            Versioned<ManagedPassword> read,
            RotationSchedule schedule,
            Instant now,
            String name) {
        ManagedPassword password = read.value();
        Instant due = Instant.ofEpochMilli(password.nextRotation());
        if (password.isPending() || password.nextRotation() == 0 || !schedule.missed(due, now)) {
            return password;
        }
        ManagedPassword later = password.dueAt(schedule.next(now).orElse(null));
        try {
            ManagedPassword stored = journal.put(read, later).value();
            LOG.warn("The rotation of {} that was due at {} missed its window; the next one is waited for", name, due);
            return stored;
        } catch (ConflictException changedMeanwhile) {
            // Whoever changed it knows better; this is looked at again at the next turn.
            return later;
        }
    }
}
