package io.leasehold.spring.actuate.endpoint;

import io.leasehold.LeasePage;
import io.leasehold.RotationStatus;
import io.leasehold.SecretBroker;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.PermissionDeniedException;
import io.leasehold.lease.LeaseQuery;
import io.leasehold.lease.LeaseState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * What the broker of this process has mounted, leased and rotating. Read only, unless both the endpoint's access and {@code
 * leasehold.endpoint.write-enabled} say otherwise. Answers hold no secret. Errors are {@link LeaseholdException}s. Thread-safe.
 */
@Endpoint(id = "leasehold", defaultAccess = Access.READ_ONLY)
public class LeaseholdEndpoint {

    private static final int PAGE = 100;
    private static final int LARGEST_PAGE = 1_000;

    private final SecretBroker broker;
    private final boolean writeEnabled;

    LeaseholdEndpoint(SecretBroker broker, LeaseholdEndpointProperties properties) {
        this.broker = broker;
        this.writeEnabled = properties.writeEnabled();
    }

    /**
     * Tells everything at a glance. What cannot be read is named, and does not hide the rest.
     *
     * @return the overview
     */
    @ReadOperation
    public Descriptors.Overview overview() {
        List<String> errors = new ArrayList<>();
        return new Descriptors.Overview(
                told("expiry", errors, null, this::expiry),
                told("mounts", errors, List.of(), this::mounts),
                told("targets", errors, List.of(), this::targets),
                told("secrets", errors, List.of(), () -> secrets("")),
                told("alerts", errors, List.of(), this::alerts),
                told("tallies", errors, List.of(), this::tallies),
                errors);
    }

    private static <T extends @Nullable Object> T told(
            String what, List<String> errors, T without, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (LeaseholdException e) {
            errors.add(what + ": " + e.getMessage());
            return without;
        }
    }

    /**
     * Tells one section.
     *
     * @param section what is asked for
     * @param path a path for secrets and leases, the id for a lease
     * @param limit for leases: how many at most, 1 to 1000; 100 when null
     * @param after for leases: the id after which the page starts
     * @param state for leases: only those in this state
     * @return a list, a page or a lease
     */
    @ReadOperation
    public Object look(
            @Selector Section section,
            @Selector(match = Match.ALL_REMAINING) String[] path,
            @Nullable Integer limit,
            @Nullable String after,
            @Nullable LeaseState state) {
        String at = joined(path);
        if (section != Section.LEASES && (limit != null || after != null || state != null)) {
            throw new InvalidRequestException("limit, after and state are for leases only");
        }
        return switch (section) {
            case MOUNTS -> alone(section, at, this::mounts);
            case TARGETS -> alone(section, at, this::targets);
            case ALERTS -> alone(section, at, this::alerts);
            case TALLIES -> alone(section, at, this::tallies);
            case SECRETS -> secrets(at);
            case LEASES -> leases(at, limit == null ? PAGE : limit, after, state);
            case LEASE -> Descriptors.StoredLease.of(broker.leases().lookup(required("the id of a lease", at)));
        };
    }

    private static Object alone(Section section, String at, Supplier<Object> answer) {
        if (!at.isEmpty()) {
            throw new NotFoundException(name(section) + " takes no path, and got " + at);
        }
        return answer.get();
    }

    /**
     * Rotates the secrets of a path, in the background.
     *
     * @param section {@link Section#SECRETS}
     * @param path the path
     * @return how many there are
     */
    @WriteOperation
    public Descriptors.Rotated rotate(@Selector Section section, @Selector(match = Match.ALL_REMAINING) String[] path) {
        allowWrite();
        if (section != Section.SECRETS) {
            throw new InvalidRequestException("only secrets can be rotated, not " + name(section));
        }
        String at = required("the path of a rotating secret", joined(path));
        int rotating = broker.rotate(at);
        if (rotating == 0) {
            throw new NotFoundException("this process has no rotating secret of " + at);
        }
        return new Descriptors.Rotated(at, rotating);
    }

    /**
     * Revokes a lease, or all under a path, and returns when the credentials are verified absent.
     *
     * @param section {@link Section#LEASE} or {@link Section#LEASES}
     * @param path the id, or the path
     * @return how many are absent
     */
    @DeleteOperation
    public Descriptors.Revoked revoke(@Selector Section section, @Selector(match = Match.ALL_REMAINING) String[] path) {
        allowWrite();
        String at = joined(path);
        return switch (section) {
            case LEASE -> revokeOne(required("the id of a lease", at));
            case LEASES -> revokeAll(required("the path of the leases: all of them are not revoked at once", at));
            default ->
                throw new InvalidRequestException(
                        "only a lease, or leases under a path, can be revoked, not " + name(section));
        };
    }

    private Descriptors.Revoked revokeOne(String id) {
        // To revoke what is not there is success for the broker; somebody who types an id wants to know.
        broker.leases().lookup(id);
        return new Descriptors.Revoked(id, 1, broker.leases().revokeWithWarnings(id));
    }

    private Descriptors.Revoked revokeAll(String prefix) {
        if (broker.leases().count(prefix) == 0) {
            throw new NotFoundException("there are no leases under " + prefix);
        }
        return new Descriptors.Revoked(prefix, broker.leases().revokePrefix(prefix), List.of());
    }

    private void allowWrite() {
        if (!writeEnabled) {
            throw new PermissionDeniedException(
                    "this endpoint changes nothing unless leasehold.endpoint.write-enabled is true");
        }
    }

    private Descriptors.Expiry expiry() {
        var status = broker.leases().expiry();
        return new Descriptors.Expiry(status.paused().orElse(null), status.due(), status.total());
    }

    private List<Descriptors.Mount> mounts() {
        return broker.mounts().list().values().stream()
                .map(Descriptors.Mount::of)
                .toList();
    }

    private List<Descriptors.Target> targets() {
        return broker.observations().targets().stream()
                .map(Descriptors.Target::of)
                .toList();
    }

    private List<Descriptors.StandingAlert> alerts() {
        return broker.observations().alerts().stream()
                .map(Descriptors.StandingAlert::of)
                .toList();
    }

    private List<Descriptors.Tally> tallies() {
        return broker.observations().leases().stream()
                .map(Descriptors.Tally::of)
                .toList();
    }

    private List<Descriptors.RotatingSecretState> secrets(String path) {
        List<RotationStatus> found = broker.observations().secrets().stream()
                .filter(secret -> path.isEmpty() || secret.path().equals(path))
                .toList();
        if (found.isEmpty() && !path.isEmpty()) {
            throw new NotFoundException("this process has no rotating secret of " + path);
        }
        return found.stream().map(Descriptors.RotatingSecretState::of).toList();
    }

    private Descriptors.LeasesPage leases(String path, int limit, @Nullable String after, @Nullable LeaseState state) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw new InvalidRequestException("limit", "must be from 1 to " + LARGEST_PAGE + ", was " + limit);
        }
        String prefix = path.isEmpty() ? "" : path + "/";
        boolean known = path.isEmpty()
                || broker.mounts().list().keySet().stream()
                        .anyMatch(mount -> prefix.startsWith(mount) || mount.startsWith(prefix));
        if (!known) {
            throw new NotFoundException("nothing is mounted at " + path);
        }
        LeaseQuery query = LeaseQuery.under(prefix)
                .after(after == null ? null : LeaseQuery.Cursor.afterId(after))
                .limitedTo(limit);
        LeasePage page = broker.leases().query(state == null ? query : query.withStates(state));
        return new Descriptors.LeasesPage(
                page.leases().stream().map(Descriptors.StoredLease::of).toList(),
                page.next().map(LeaseQuery.Cursor::id).orElse(null));
    }

    private static String joined(String[] path) {
        return String.join("/", Arrays.asList(path));
    }

    private static String required(String what, String at) {
        if (at.isEmpty()) {
            throw new InvalidRequestException("path", "must be " + what);
        }
        return at;
    }

    private static String name(Section section) {
        return section.name().toLowerCase(java.util.Locale.ROOT);
    }
}
