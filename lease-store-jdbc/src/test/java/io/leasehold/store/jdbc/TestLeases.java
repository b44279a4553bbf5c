package io.leasehold.store.jdbc;

import io.leasehold.lease.LeaseState;
import io.leasehold.spi.storage.Intent;
import io.leasehold.spi.storage.Intent.CountLimit;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.SealedBytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Leases to store in tests, due at once. */
final class TestLeases {

    private TestLeases() {}

    static Intent intent(String id, CountLimit... limits) {
        return new Intent(List.of(), List.of(limits), now -> row(id, now));
    }

    static LeaseRow row(String id, Instant now) {
        return new LeaseRow(
                id,
                "mount",
                "target",
                id,
                LeaseState.ACTIVE,
                now,
                now,
                now,
                null,
                0,
                0,
                null,
                null,
                0,
                new SealedBytes(1, 1, id.getBytes(StandardCharsets.UTF_8)));
    }

    /** The lease, ending later and claimed by nobody. */
    static LeaseRow renewed(LeaseRow row, Duration by) {
        return new LeaseRow(
                row.id(),
                row.mountId(),
                row.targetId(),
                row.accountTag(),
                row.state(),
                row.issuedAt(),
                row.expiresAt().plus(by),
                row.dueAt().plus(by),
                row.createBy(),
                row.attempts(),
                row.absences(),
                null,
                null,
                row.version(),
                row.body());
    }
}
