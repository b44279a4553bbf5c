package io.leasehold.testkit.contract;

import io.leasehold.lease.LeaseState;
import io.leasehold.spi.storage.Intent;
import io.leasehold.spi.storage.Intent.CountLimit;
import io.leasehold.spi.storage.Intent.Guard;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.SealedBytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A lease to store in a test. Times are relative to the store's time of the insert. Immutable. */
record SampleLease(
        String id,
        String mountId,
        String targetId,
        String accountTag,
        LeaseState state,
        Duration issuedIn,
        Duration expiresIn,
        Duration dueIn,
        @Nullable Duration createIn,
        SealedBytes body) {

    /** An active lease on one target, with an account of its own, that expires in an hour. */
    static SampleLease of(String id) {
        return new SampleLease(
                id,
                "mount-1",
                "target-1",
                "account of " + id,
                LeaseState.ACTIVE,
                Duration.ZERO,
                Duration.ofHours(1),
                Duration.ofHours(1),
                null,
                new SealedBytes(1, 1, ("sealed " + id).getBytes(StandardCharsets.UTF_8)));
    }

    /** A lease that is due since a while. */
    static SampleLease due(String id, Duration since) {
        return of(id).dueIn(since.negated());
    }

    SampleLease mount(String newMount) {
        return new SampleLease(id, newMount, targetId, accountTag, state, issuedIn, expiresIn, dueIn, createIn, body);
    }

    SampleLease target(String newTarget) {
        return new SampleLease(id, mountId, newTarget, accountTag, state, issuedIn, expiresIn, dueIn, createIn, body);
    }

    SampleLease account(String newTag) {
        return new SampleLease(id, mountId, targetId, newTag, state, issuedIn, expiresIn, dueIn, createIn, body);
    }

    SampleLease state(LeaseState newState) {
        return new SampleLease(id, mountId, targetId, accountTag, newState, issuedIn, expiresIn, dueIn, createIn, body);
    }

    SampleLease times(Duration newIssuedIn, Duration newExpiresIn) {
        return new SampleLease(
                id, mountId, targetId, accountTag, state, newIssuedIn, newExpiresIn, dueIn, createIn, body);
    }

    SampleLease dueIn(Duration newDueIn) {
        return new SampleLease(id, mountId, targetId, accountTag, state, issuedIn, expiresIn, newDueIn, createIn, body);
    }

    SampleLease createIn(Duration newCreateIn) {
        return new SampleLease(id, mountId, targetId, accountTag, state, issuedIn, expiresIn, dueIn, newCreateIn, body);
    }

    SampleLease body(int keyVersion, byte[] newBody) {
        return new SampleLease(
                id,
                mountId,
                targetId,
                accountTag,
                state,
                issuedIn,
                expiresIn,
                dueIn,
                createIn,
                new SealedBytes(keyVersion, 1, newBody));
    }

    /** The row for a store's time. */
    LeaseRow at(Instant now) {
        return new LeaseRow(
                id,
                mountId,
                targetId,
                accountTag,
                state,
                now.plus(issuedIn),
                now.plus(expiresIn),
                now.plus(dueIn),
                createIn == null ? null : now.plus(createIn),
                0,
                0,
                null,
                null,
                0,
                body);
    }

    Intent intent() {
        return new Intent(List.of(), List.of(), this::at);
    }

    Intent guardedBy(Guard... guards) {
        return new Intent(List.of(guards), List.of(), this::at);
    }

    Intent limitedBy(CountLimit... limits) {
        return new Intent(List.of(), List.of(limits), this::at);
    }

    /** All ids of some rows. */
    static Set<String> ids(Collection<LeaseRow> rows) {
        return rows.stream().map(LeaseRow::id).collect(Collectors.toSet());
    }
}
