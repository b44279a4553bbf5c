package io.leasehold.aws.internal.key;

import io.leasehold.aws.internal.user.KeyWait;
import io.leasehold.error.ConflictException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.rotation.RetryPause;
import io.leasehold.spi.engine.Versioned;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces an access key. Each step may be the last one of the process, and any other process goes on from there:
 *
 * <ol>
 *   <li>a claim is journalled, since a key is made by a request that cannot be repeated: one at a time works on a key;
 *   <li>what is left of rotations before is removed: the old key, and a key that was made and whose answer was lost;
 *   <li>that a key is about to be made is journalled, with the keys that there are;
 *   <li>the key is made, and journalled as pending before it is used; it is deleted at once when that fails;
 *   <li>it is tried until it works everywhere, and is the right user's;
 *   <li>it is put where it is used;
 *   <li>the journal says that it is current, and the old one to be deleted;
 *   <li>after the grace period the old one is put out of use and deleted. That is tried again until it is so.
 * </ol>
 *
 * <p>The old key stays until the new one is proven and in use: nobody is locked out. A key that is not known here is deleted only
 * if it was not there before, was made while a request of ours was of unknown fate, and was never used; all others are somebody
 * else's. As long as there is an old key, such a request finds no place any more once the new one was made, since a user has two
 * keys at most; so the old one is kept until no such request can be under way. Thread-safe.
 */
public final class KeyChangeover {

    private static final Logger LOG = LoggerFactory.getLogger(KeyChangeover.class);

    private final Supplier<Instant> clock;
    private final RandomGenerator random;
    private final KeySteps steps;

    /**
     * Prepares rotations.
     *
     * @param clock the store's time
     * @param time elapsed time, and passes between tries
     * @param random for claims, and for jitter
     */
    public KeyChangeover(Supplier<Instant> clock, TimeSource time, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
        this.steps = new KeySteps(clock, time, new KeyWait(time, random));
    }

    /**
     * Rotates a key now, or finishes a rotation that was left unfinished. It succeeds when the new key is in use; that the old one
     * is deleted may come later.
     *
     * @param journal where the key is stored
     * @param owner whose it is
     * @return the state with the new key
     * @throws NotFoundException when it is not managed any more
     * @throws ConflictException when somebody is at it already, or nobody uses the old key any more
     * @throws io.leasehold.error.TargetException when AWS refused or did not answer, or somebody else's key is in the way, which
     *     the message names; the state says what is pending
     */
    public ManagedKey rotate(KeyJournal journal, KeyOwner owner) {
        KeyClaim claim = claim(journal, owner);
        try {
            claim.update(ManagedKey::begun);
            steps.clear(claim, owner);
            if (claim.state().pending().isEmpty()) {
                steps.make(claim, owner);
            }
            steps.prove(claim, owner);
            owner.adopt(claim.state());
            commit(claim, owner);
        } catch (RuntimeException failure) {
            record(claim, owner, failure);
            throw failure;
        }
        settle(claim, owner);
        return claim.state();
    }

    /**
     * Deletes an old key, and what is left of a rotation, if it is time. A failure is recorded, and tried again later.
     *
     * @param journal where the key is stored
     * @param owner whose it is
     * @throws NotFoundException when it is not managed any more
     * @throws ConflictException when somebody is at it already
     */
    public void settle(KeyJournal journal, KeyOwner owner) {
        settle(claim(journal, owner), owner);
    }

    /**
     * Does what is due: finishes or begins a rotation, or deletes an old key.
     *
     * @param journal where the key is stored
     * @param owner whose it is
     * @throws NotFoundException when it is not managed any more
     * @throws ConflictException when somebody is at it already
     * @throws io.leasehold.error.TargetException as {@link #rotate}
     */
    public void proceed(KeyJournal journal, KeyOwner owner) {
        Instant now = clock.get();
        ManagedKey state = journal.fresh()
                .map(Versioned::value)
                .orElseThrow(() -> new NotFoundException(owner.describe() + " does not exist any more"));
        if (state.isRotationDue(now)) {
            rotate(journal, owner);
        } else if (state.isSettlingDue(now)) {
            settle(journal, owner);
        }
    }

    /**
     * Gives a rotation up that is under way, and removes what it made, a key in doubt and the old key included; the current key
     * stays. Repeatable: nothing to give up is as good.
     *
     * @param journal where the key is stored
     * @param owner whose it is, with clients that may still remove it
     * @return the state, in which nothing is left of any rotation
     * @throws NotFoundException when it is not managed any more
     * @throws ConflictException when somebody is at it already
     * @throws io.leasehold.error.TargetException when that failed, or a request of unknown fate may still be done; it is to be
     *     tried again
     */
    public ManagedKey abandon(KeyJournal journal, KeyOwner owner) {
        KeyClaim claim = claim(journal, owner);
        try {
            if (claim.state().isPending()) {
                claim.update(ManagedKey::begun);
            }
            Optional<String> pending = claim.state().pending().map(key -> key.id());
            steps.clear(claim, owner);
            pending.ifPresent(id -> steps.remove(claim, owner, id));
            requireNoDoubt(claim);
            return claim.update(ManagedKey::abandoned);
        } catch (RuntimeException failure) {
            record(claim, owner, failure);
            throw failure;
        }
    }

    /**
     * Deletes all keys that are managed, the current one first, for an owner that goes. The claim is kept, so that nobody makes
     * another one before the state is deleted too. Repeatable.
     *
     * @param journal where the key is stored
     * @param owner whose it is
     * @throws NotFoundException when it is not managed any more
     * @throws ConflictException when somebody is at it already
     * @throws io.leasehold.error.TargetException as {@link #abandon}
     */
    public void end(KeyJournal journal, KeyOwner owner) {
        KeyClaim claim = claim(journal, owner);
        try {
            claim.state().current().ifPresent(key -> {
                steps.remove(claim, owner, key.id());
                claim.update(ManagedKey::withoutCurrent);
            });
            claim.state().pending().ifPresent(key -> {
                steps.remove(claim, owner, key.id());
                claim.update(ManagedKey::withoutPending);
            });
            steps.clear(claim, owner);
            requireNoDoubt(claim);
        } catch (RuntimeException failure) {
            record(claim, owner, failure);
            throw failure;
        }
    }

    private void requireNoDoubt(KeyClaim claim) {
        if (claim.state().isDoubtful() && !claim.state().isDoubtOver(clock.get())) {
            throw new TargetUnavailableException(
                    "CreateAccessKey: a request whose answer was lost may still be done; it is looked for again",
                    true,
                    true,
                    null);
        }
    }

    private KeyClaim claim(KeyJournal journal, KeyOwner owner) {
        byte[] token = new byte[12];
        random.nextBytes(token);
        return KeyClaim.take(journal, owner, clock.get(), HexFormat.of().formatHex(token));
    }

    private void commit(KeyClaim claim, KeyOwner owner) {
        Instant now = clock.get();
        Instant next = owner.next(now).orElse(null);
        Duration grace = owner.grace();
        claim.update(state -> state.committed(now, next, grace));
    }

    /** Never fails for what happened on AWS: the rotation itself was completed. */
    private void settle(KeyClaim claim, KeyOwner owner) {
        try {
            if (claim.state().isSettlingDue(clock.get())) {
                steps.clear(claim, owner);
                claim.update(ManagedKey::settled);
            }
            claim.update(ManagedKey::released);
        } catch (ConflictException | NotFoundException overtaken) {
            LOG.debug("Somebody else deletes the old key of {}: {}", owner.describe(), overtaken.getMessage());
        } catch (RuntimeException failure) {
            ManagedKey state = claim.state();
            Duration pause = RetryPause.after(state.settleAttempts() + 1, random);
            if (state.settleError().isEmpty()) {
                LOG.warn(
                        "The old key {} of {} could not be deleted; it is tried again: {}",
                        state.retiringKey(),
                        owner.describe(),
                        words(failure));
            }
            write(owner, () -> claim.update(now -> now.settlingFailed(words(failure), clock.get(), pause)));
        }
    }

    private void record(KeyClaim claim, KeyOwner owner, RuntimeException failure) {
        ManagedKey state = claim.state();
        Duration pause = RetryPause.after(state.attempts(), random);
        if (state.lastError().isEmpty()) {
            LOG.warn("The key of {} could not be rotated: {}", owner.describe(), words(failure));
        }
        write(owner, () -> claim.update(now -> now.failed(words(failure), clock.get(), pause)));
    }

    private static void write(KeyOwner owner, Runnable update) {
        try {
            update.run();
        } catch (LeaseholdException notRecorded) {
            // The claim runs out by itself, and the next one goes on with what is journalled.
            LOG.debug("The failure at {} could not be recorded: {}", owner.describe(), notRecorded.getMessage());
        }
    }

    private static String words(RuntimeException failure) {
        return failure instanceof LeaseholdException
                ? String.valueOf(failure.getMessage())
                : "failed unexpectedly: " + failure.getClass().getSimpleName();
    }
}
