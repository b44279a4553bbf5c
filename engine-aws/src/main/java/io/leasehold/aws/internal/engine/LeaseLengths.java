package io.leasehold.aws.internal.engine;

import io.leasehold.aws.AwsLease;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.NotFoundException;
import io.leasehold.spi.engine.EngineStorage;
import io.leasehold.spi.engine.LeaseTerms;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import io.leasehold.spi.engine.Versioned;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code config/lease}: how long users live. Thread-safe. */
final class LeaseLengths {

    private static final String PATH = "config/lease";

    private final EngineStorage storage;

    LeaseLengths(EngineStorage storage) {
        this.storage = storage;
    }

    List<Route> routes() {
        return List.of(Route.at(PATH)
                .on(
                        Operation.READ,
                        "Shows how long users live.",
                        (call, none) -> Reply.of(
                                find().orElseThrow(() -> new NotFoundException("config/lease: nothing is configured"))
                                        .value()))
                .on(Operation.WRITE, "Says how long users live.", AwsLease.class, (call, lease) -> write(lease))
                .on(Operation.DELETE, "Leaves it to the mount how long users live.", (call, none) -> delete())
                .build());
    }

    /** How long users live, as it is now. */
    LeaseTerms terms() {
        return find().map(lease -> LeaseTerms.renewable(
                        orZero(lease.value().lease()), orZero(lease.value().leaseMax())))
                .orElseGet(() -> LeaseTerms.renewable(Duration.ZERO, Duration.ZERO));
    }

    private Optional<Versioned<AwsLease>> find() {
        return storage.get(PATH, AwsLease.class);
    }

    private Reply write(AwsLease lease) {
        Duration length = orZero(lease.lease());
        Duration longest = orZero(lease.leaseMax());
        requirePositive("lease", length);
        requirePositive("lease_max", longest);
        if (length.compareTo(longest) > 0) {
            throw new InvalidRequestException("lease", "must not be longer than lease_max");
        }
        long version =
                storage.getFresh(PATH, AwsLease.class).map(Versioned::version).orElse(0L);
        storage.put(PATH, lease, version);
        return Reply.none();
    }

    private Reply delete() {
        storage.getFresh(PATH, AwsLease.class).ifPresent(read -> storage.delete(PATH, read.version()));
        return Reply.none();
    }

    private static void requirePositive(String field, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new InvalidRequestException(field, "must be longer than nothing, such as 1h");
        }
    }

    private static Duration orZero(@Nullable Duration duration) {
        return duration == null ? Duration.ZERO : duration;
    }
}
