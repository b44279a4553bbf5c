package io.leasehold.internal.sealing;

import io.leasehold.lease.LeaseState;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.SealedBytes;
import java.time.Duration;
import java.time.Instant;

/** Lease rows for tests. */
final class Rows {

    static final String MOUNT = "0b0e7f6c-5a0f-4f0c-9f57-6d6c3c0c6b11";

    private Rows() {}

    static LeaseRow active(String id, Instant now, SealedBytes body) {
        return new LeaseRow(
                id,
                MOUNT,
                "target",
                "tag-" + id,
                LeaseState.ACTIVE,
                now,
                now.plus(Duration.ofHours(1)),
                now.plus(Duration.ofHours(1)),
                null,
                0,
                0,
                null,
                null,
                1,
                body);
    }

    static LeaseRow withVersion(LeaseRow row, long version) {
        return new LeaseRow(
                row.id(),
                row.mountId(),
                row.targetId(),
                row.accountTag(),
                row.state(),
                row.issuedAt(),
                row.expiresAt(),
                row.dueAt(),
                row.createBy(),
                row.attempts(),
                row.absences(),
                row.claim(),
                row.claimedUntil(),
                version,
                row.body());
    }

    static LeaseRow withBody(LeaseRow row, SealedBytes body) {
        return new LeaseRow(
                row.id(),
                row.mountId(),
                row.targetId(),
                row.accountTag(),
                row.state(),
                row.issuedAt(),
                row.expiresAt(),
                row.dueAt(),
                row.createBy(),
                row.attempts(),
                row.absences(),
                row.claim(),
                row.claimedUntil(),
                row.version(),
                body);
    }

    static LeaseRow pending(LeaseRow row, Instant createBy) {
        return new LeaseRow(
                row.id(),
                row.mountId(),
                row.targetId(),
                row.accountTag(),
                LeaseState.PENDING,
                row.issuedAt(),
                row.expiresAt(),
                row.dueAt(),
                createBy,
                row.attempts(),
                row.absences(),
                null,
                null,
                row.version(),
                row.body());
    }

    static LeaseRow claimed(LeaseRow row, Instant until) {
        return new LeaseRow(
                row.id(),
                row.mountId(),
                row.targetId(),
                row.accountTag(),
                LeaseState.REVOKING,
                row.issuedAt(),
                row.expiresAt(),
                row.dueAt(),
                row.createBy(),
                row.attempts(),
                row.absences(),
                "claim",
                until,
                row.version(),
                row.body());
    }
}
