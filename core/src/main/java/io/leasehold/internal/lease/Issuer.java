package io.leasehold.internal.lease;

import io.leasehold.error.ConflictException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.LimitExceededException;
import io.leasehold.error.StorageException;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.event.LeaseholdEvent;
import io.leasehold.internal.sealing.KeyRing;
import io.leasehold.internal.text.RandomText;
import io.leasehold.internal.ttl.TtlAlgorithm;
import io.leasehold.internal.ttl.TtlResult;
import io.leasehold.lease.LeaseState;
import io.leasehold.spi.engine.Created;
import io.leasehold.spi.engine.Plan;
import io.leasehold.spi.storage.Intent;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.LeaseSnapshot;
import io.leasehold.spi.storage.LeaseStore;
import io.leasehold.spi.storage.SealedBytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Issues credentials by the lease protocol: the intent is stored, then the target is changed, then the lease becomes active.
 * A crash after any line leaves a row from which the rest can be undone:
 *
 * <ul>
 *   <li>before the insert returned: perhaps a row, certainly no credential; the reaper takes the row at its deadline;
 *   <li>after it: a {@code PENDING} row and perhaps a credential, likewise;
 *   <li>after the activation: an {@code ACTIVE} row whose credential nobody received; it runs out.
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class Issuer {

    private static final Logger LOG = LoggerFactory.getLogger(Issuer.class);

    /** Characters of the random part of a lease id. */
    static final int ID_LENGTH = LeaseStore.Tally.RANDOM_END;

    private final LeaseDesk desk;
    private final KeyRing keys;
    private final Revoker revoker;

    Issuer(LeaseDesk desk, KeyRing keys, Revoker revoker) {
        this.desk = desk;
        this.keys = keys;
        this.revoker = revoker;
    }

    /**
     * A credential with its lease.
     *
     * @param credential the engine's result
     * @param lease its lease
     */
    public record Issued(Object credential, IssuedLease lease) {

        @Override
        public String toString() {
            return "Issued[lease=" + lease.id() + "]";
        }
    }

    /**
     * Issues a planned credential.
     *
     * @param request what to issue
     * @return the credential; empty when something that the plan is based on changed, so that it is to be planned anew
     * @throws LeaseholdException when there is no credential; nothing is left behind that is not queued for removal
     */
    public Optional<Issued> issue(IssueRequest request) {
        long start = desk.time().nanoTime();
        AtomicReference<TtlResult> grant = new AtomicReference<>();
        AtomicReference<LeaseBody> body = new AtomicReference<>();
        Intent.Outcome outcome = insert(request, grant, body);
        if (outcome instanceof Intent.Outcome.GuardFailed) {
            return Optional.empty();
        }
        if (outcome instanceof Intent.Outcome.LimitReached reached) {
            throw new LimitExceededException(
                    "limit exceeded: " + reached.limit().max() + " leases under "
                            + reached.limit().prefix() + " are allowed, and there are as many",
                    null);
        }
        if (!(outcome instanceof Intent.Outcome.Stored stored)) {
            // Another lease holds an account of this name; the next plan has another one.
            return Optional.empty();
        }
        LeaseRow pending = stored.row();
        Reading reading = Reading.of(pending.issuedAt(), desk.time());
        Created created = create(request, pending, reading);
        return Optional.of(activate(
                pending,
                Objects.requireNonNull(body.get()),
                Objects.requireNonNull(grant.get()),
                created,
                reading,
                start));
    }

    private Intent.Outcome insert(
            IssueRequest request, AtomicReference<TtlResult> grant, AtomicReference<LeaseBody> body) {
        Plan plan = request.plan();
        String id = request.path() + "/" + RandomText.base62(desk.random(), ID_LENGTH);
        String tag = keys.indexKey().accountTag(plan.targetId(), plan.account());
        List<Intent.Guard> guards = new ArrayList<>();
        guards.add(request.mountGuard());
        plan.basis()
                .forEach(basis ->
                        guards.add(new Intent.Guard(request.entryPath().apply(basis.path()), basis.version())));
        Intent intent = new Intent(guards, request.limits(), now -> {
            TtlResult granted =
                    TtlAlgorithm.issue(request.ttls(), plan.terms(), plan.requestedTtl(), Handover.start(now));
            LeaseBody sealed = body(request, granted, now);
            grant.set(granted);
            body.set(sealed);
            return Transitions.intended(
                    id,
                    request.mountId(),
                    plan.targetId(),
                    tag,
                    now,
                    granted.expiresAt(),
                    desk.creationTimeout(),
                    desk.seal().sealAtOnce(request.mountId(), id, sealed));
        });
        try {
            return desk.insert(intent);
        } catch (StorageException e) {
            if (e.reason() == StorageException.Reason.OUTCOME_UNKNOWN) {
                abandon(id, e);
            }
            throw e;
        }
    }

    private static LeaseBody body(IssueRequest request, TtlResult granted, Instant now) {
        Plan plan = request.plan();
        Instant hardEnd = granted.hardEnd();
        return new LeaseBody(
                request.path(),
                plan.role(),
                plan.targetId(),
                plan.account(),
                now.toEpochMilli(),
                granted.expiresAt().toEpochMilli(),
                hardEnd == null ? null : hardEnd.toEpochMilli(),
                null,
                plan.terms().renewable(),
                plan.revocation().values(),
                null,
                null);
    }

    /** The row may have been stored: it is taken away, or else the reaper takes it at its deadline. Nothing was created. */
    private void abandon(String id, StorageException cause) {
        try {
            desk.store().find(id).ifPresent(found -> desk.store().delete(List.of(found.row())));
        } catch (LeaseholdException e) {
            cause.addSuppressed(e);
        }
    }

    private Created create(IssueRequest request, LeaseRow pending, Reading reading) {
        PendingCreation creation = new PendingCreation(desk, pending, reading);
        try {
            return desk.call(
                    pending,
                    pending.targetId(),
                    creation.timeLeft(),
                    () -> request.engine().create(request.plan(), creation));
        } catch (LeaseholdException e) {
            undo(pending, e, effectPossible(creation, e));
            throw e;
        } catch (RuntimeException e) {
            LOG.warn("The engine failed unexpectedly while creating the credential of lease {}", pending.id(), e);
            TargetRefusedException error = new TargetRefusedException(
                    request.path() + ": the engine failed unexpectedly: "
                            + e.getClass().getSimpleName(),
                    creation.confirmed(),
                    null);
            undo(pending, error, creation.confirmed());
            throw error;
        }
    }

    private static boolean effectPossible(PendingCreation creation, LeaseholdException e) {
        return creation.confirmed() && (!(e instanceof TargetException target) || target.effectPossible());
    }

    /** Takes back what a failed creation may have made, now if that is possible, else in the background. */
    private void undo(LeaseRow pending, LeaseholdException cause, boolean effectPossible) {
        // An interrupt is for the caller; it must not keep the undoing from reaching store and target.
        boolean interrupted = Thread.interrupted();
        try {
            if (effectPossible) {
                revoker.revoke(pending.id(), LeaseholdEvent.Cause.CREATION_FAILED);
            } else {
                desk.store().delete(List.of(pending));
            }
        } catch (LeaseholdException e) {
            LOG.warn(
                    "What the failed creation of lease {} may have left is removed in the background: {}",
                    pending.id(),
                    e.getMessage());
            cause.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Issued activate(
            LeaseRow pending, LeaseBody body, TtlResult grant, Created created, Reading reading, long start) {
        Instant expiresAt = created.actualExpiry() == null ? grant.expiresAt() : created.actualExpiry();
        SealedBytes sealed = created.actualExpiry() == null
                ? pending.body()
                : desk.seal().reseal(pending, body.expiringAt(expiresAt));
        if (!stored(pending, Transitions.activated(pending, expiresAt, sealed))) {
            throw overtaken(pending, reading);
        }
        List<String> warnings = new ArrayList<>(grant.warnings());
        warnings.addAll(created.warnings());
        Duration duration = created.actualExpiry() == null
                ? Handover.answer(grant.ttl(), reading.now(), expiresAt)
                : Handover.left(reading.now(), expiresAt);
        desk.events()
                .publish(new LeaseholdEvent.LeaseIssued(
                        pending.id(), desk.origin(pending), pending.targetId(), expiresAt, desk.since(start)));
        return new Issued(
                created.credential(), new IssuedLease(pending.id(), duration, body.renewable(), expiresAt, warnings));
    }

    /**
     * Writes the activation. A write that failed may have happened all the same: reading the row tells. Until it is told, the
     * credential is withheld.
     */
    private boolean stored(LeaseRow pending, LeaseRow active) {
        try {
            return desk.store().update(active).isPresent();
        } catch (StorageException e) {
            @Nullable LeaseState state = state(pending, e);
            if (state == LeaseState.PENDING) {
                undo(pending, e, true);
                throw e;
            }
            return state == LeaseState.ACTIVE;
        }
    }

    private @Nullable LeaseState state(LeaseRow pending, StorageException cause) {
        try {
            return desk.store()
                    .find(pending.id())
                    .map(found -> found.row().state())
                    .orElse(null);
        } catch (LeaseholdException e) {
            cause.addSuppressed(e);
            LOG.warn("Lease {} could not be activated and is withheld; it is removed in the background", pending.id());
            throw cause;
        }
    }

    /**
     * The row was taken or is gone: it is stored again, so that what was made has a row, and then revoked. Unless the mount is
     * gone as well before the creation's deadline: rows are deleted that early only when their account was verified absent under
     * its exclusion, and no engine is left that could be asked again.
     */
    private LeaseholdException overtaken(LeaseRow pending, Reading reading) {
        LeaseholdException error = PendingCreation.takenAway(
                pending, reading.now(), "the creation took longer than " + desk.creationTimeout() + " and was undone");
        boolean interrupted = Thread.interrupted();
        try {
            @Nullable
            LeaseRow row =
                    desk.store().find(pending.id()).map(LeaseSnapshot::row).orElse(null);
            if (row == null
                    && PendingCreation.inTime(pending, reading.now())
                    && !desk.engines().isMounted(pending.mountId())) {
                return error;
            }
            if (row == null) {
                Intent again = new Intent(
                        List.of(), List.of(), now -> Transitions.queued(pending, now.plus(desk.claimTime())));
                if (desk.store().insert(again) instanceof Intent.Outcome.Taken) {
                    throw new ConflictException(
                            "lease " + pending.id() + " could not be stored again: its account is taken");
                }
            }
            revoker.revoke(pending.id(), LeaseholdEvent.Cause.CREATION_FAILED);
        } catch (LeaseholdException e) {
            LOG.warn("What lease {} made too late is removed in the background: {}", pending.id(), e.getMessage());
            error.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return error;
    }
}
