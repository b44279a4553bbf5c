package io.leasehold.micrometer;

import io.leasehold.event.LeaseholdEvent;
import io.leasehold.event.Origin;
import io.leasehold.spi.time.TimeSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Counts what happens, in one registry. Roles and secrets are bounded in number: what comes beyond is counted as {@code other};
 * one of which nothing was heard for a day is forgotten with its meters. Thread-safe.
 */
final class EventMeters {

    static final int MOST_SUBJECTS = 500;

    private static final Duration IDLE = Duration.ofDays(1);
    private static final Origin OTHER = new Origin("other", "other");
    private static final String SUCCESS = "success";
    private static final String FAILURE = "failure";
    private static final String NONE = "none";

    private final MeterRegistry registry;
    private final Tags common;
    private final TimeSource time;
    private final Map<Object, Subject> subjects = new ConcurrentHashMap<>();
    private volatile boolean closed;

    EventMeters(MeterRegistry registry, Tags common) {
        this(registry, common, TimeSource.system());
    }

    EventMeters(MeterRegistry registry, Tags common, TimeSource time) {
        this.registry = registry;
        this.common = common;
        this.time = time;
        // Those without a subject are there from the start, so that the first event is seen as an increase.
        forgotten();
        quarantined();
    }

    /** What meters are kept for: an origin, a path, a mount, or the broker. */
    private static final class Subject {

        private final Map<String, Meter> meters = new ConcurrentHashMap<>();
        private volatile long heard;
    }

    void on(LeaseholdEvent event) {
        if (closed) {
            return;
        }
        if (event instanceof LeaseholdEvent.LeaseIssued lease) {
            issued(lease.origin(), true, lease.took());
        } else if (event instanceof LeaseholdEvent.CredentialIssued credential) {
            issued(credential.origin(), false, credential.took());
        } else if (event instanceof LeaseholdEvent.IssueFailed failed) {
            issue(failed.origin(), FAILURE).record(failed.took());
        } else if (event instanceof LeaseholdEvent.LeaseRenewed lease) {
            renew(lease.origin(), SUCCESS).record(lease.took());
        } else if (event instanceof LeaseholdEvent.RenewalFailed failed) {
            renew(failed.origin(), FAILURE).record(failed.took());
        } else if (event instanceof LeaseholdEvent.LeaseRevoked lease) {
            String cause = lease.cause().name().toLowerCase(Locale.ROOT);
            revoke(lease.origin(), SUCCESS, cause).record(lease.took());
            if (lease.cause() == LeaseholdEvent.Cause.EXPIRED) {
                overdue(lease.origin()).record(lease.overdue());
            }
        } else if (event instanceof LeaseholdEvent.RevocationFailed failed) {
            revoke(failed.origin(), FAILURE, NONE).record(failed.took());
        } else if (event instanceof LeaseholdEvent.LeaseForgotten) {
            forgotten().increment();
        } else if (event instanceof LeaseholdEvent.Quarantined) {
            quarantined().increment();
        } else if (event instanceof LeaseholdEvent.SecretRotated rotated) {
            rotations(rotated.path(), SUCCESS).increment();
        } else if (event instanceof LeaseholdEvent.RotationFailed failed && !failed.renewal()) {
            rotations(failed.path(), FAILURE).increment();
        } else if (event instanceof LeaseholdEvent.SecretDrained drained) {
            drain(drained.path()).record(drained.held());
        }
    }

    private void issued(Origin origin, boolean lease, Duration took) {
        Origin shown = shown(origin);
        counter(
                        shown,
                        "leasehold.credentials.issued",
                        tags(shown).and("lease", Boolean.toString(lease)),
                        "Credentials handed out by this process")
                .increment();
        issue(origin, SUCCESS).record(took);
    }

    private Timer issue(Origin origin, String outcome) {
        Origin shown = shown(origin);
        return timer(
                shown,
                "leasehold.lease.issue",
                tags(shown).and("outcome", outcome),
                "Issuing credentials, with a lease or without");
    }

    private Timer renew(Origin origin, String outcome) {
        Origin shown = shown(origin);
        return timer(shown, "leasehold.lease.renew", tags(shown).and("outcome", outcome), "Renewing leases");
    }

    private Timer revoke(Origin origin, String outcome, String cause) {
        Origin shown = shown(origin);
        return timer(
                shown,
                "leasehold.lease.revoke",
                tags(shown).and("outcome", outcome, "cause", cause),
                "Attempts to remove credentials from their targets");
    }

    private Timer overdue(Origin origin) {
        String mount = shown(origin).mount();
        return timer(
                mount,
                "leasehold.lease.overdue",
                Tags.of("mount", mount),
                "From the end of an expired lease until its credential was verified absent");
    }

    private Counter forgotten() {
        return counter("", "leasehold.leases.forgotten", Tags.empty(), "Leases that were dropped by force");
    }

    private Counter quarantined() {
        return counter(
                "", "leasehold.entries.quarantined", Tags.empty(), "Stored rows that could not be used as they are");
    }

    private Counter rotations(String path, String outcome) {
        Object shown = known("secret " + path);
        return counter(
                shown,
                "leasehold.secret.rotations",
                Tags.of("path", path(path, shown), "outcome", outcome),
                "Replacements of a rotating secret");
    }

    private Timer drain(String path) {
        Object shown = known("secret " + path);
        return timer(
                shown,
                "leasehold.secret.drain",
                Tags.of("path", path(path, shown)),
                "From a rotation until the former lease was let go");
    }

    private static Tags tags(Origin origin) {
        return Tags.of("mount", origin.mount(), "role", origin.role());
    }

    private Origin shown(Origin origin) {
        return known(origin).equals(origin) ? origin : OTHER;
    }

    private static String path(String path, Object shown) {
        return shown.equals(OTHER) ? OTHER.role() : path;
    }

    private Object known(Object subject) {
        return subjects.containsKey(subject) || subjects.size() < MOST_SUBJECTS ? subject : OTHER;
    }

    private Counter counter(Object subject, String name, Tags tags, String description) {
        return meter(
                subject,
                name,
                tags,
                all -> Counter.builder(name).tags(all).description(description).register(registry));
    }

    private Timer timer(Object subject, String name, Tags tags, String description) {
        return meter(
                subject,
                name,
                tags,
                all -> Timer.builder(name).tags(all).description(description).register(registry));
    }

    @SuppressWarnings("unchecked") // a name belongs to one kind of meter
    private <M extends Meter> M meter(Object subject, String name, Tags tags, Function<Tags, M> registration) {
        Subject kept = subjects.computeIfAbsent(subject, key -> new Subject());
        kept.heard = time.nanoTime();
        M meter = (M) kept.meters.computeIfAbsent(name + tags, key -> registration.apply(common.and(tags)));
        if (closed) {
            // It was closed after the event came in, and nobody else would remove the meter.
            registry.remove(meter);
        }
        return meter;
    }

    /** Removes the meters of what was not heard of for a day; the broker's own stay. */
    void forgetIdle() {
        long now = time.nanoTime();
        subjects.forEach((key, subject) -> {
            if (!key.equals("") && now - subject.heard > IDLE.toNanos() && subjects.remove(key, subject)) {
                subject.meters.values().forEach(registry::remove);
            }
        });
    }

    void close() {
        closed = true;
        subjects.values().forEach(subject -> subject.meters.values().forEach(registry::remove));
        subjects.clear();
    }
}
