package io.leasehold.aws.internal.key;

import io.leasehold.error.ConflictException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.StorageException;
import io.leasehold.spi.engine.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The right to work on one key, which one process has at a time: a key is made by a request that cannot be repeated, so that two
 * may not be at it. Who comes too late with a step finds that the claim is another one's. For one thread.
 */
final class KeyClaim {

    /** For how long others leave it alone; longer than all steps together may take. */
    static final Duration LENGTH = Duration.ofMinutes(4);

    private static final int TRIES = 5;

    private final KeyJournal journal;
    private final String described;
    private final String token;
    private Versioned<ManagedKey> held;

    private KeyClaim(KeyJournal journal, String described, String token, Versioned<ManagedKey> held) {
        this.journal = journal;
        this.described = described;
        this.token = token;
        this.held = held;
    }

    /** Takes the right, unless somebody has it. */
    static KeyClaim take(KeyJournal journal, KeyOwner owner, Instant now, String token) {
        for (int tries = 1; ; tries++) {
            Versioned<ManagedKey> read = read(journal, owner.describe());
            if (read.value().isClaimedByOthers(now)) {
                throw new ConflictException("the key of " + owner.describe()
                        + " is being rotated at this moment, or was when a process ended: try again, at the latest after "
                        + Instant.ofEpochMilli(read.value().claimUntil()));
            }
            try {
                return new KeyClaim(
                        journal,
                        owner.describe(),
                        token,
                        journal.put(read, read.value().claimed(token, now.plus(LENGTH))));
            } catch (ConflictException changedMeanwhile) {
                if (tries == TRIES) {
                    throw changedMeanwhile;
                }
            }
        }
    }

    ManagedKey state() {
        return held.value();
    }

    /**
     * Takes a step in the journal.
     *
     * @throws ConflictException when somebody else has taken over
     */
    ManagedKey update(UnaryOperator<ManagedKey> change) {
        for (int tries = 1; ; tries++) {
            ManagedKey changed = change.apply(held.value());
            try {
                held = journal.put(held, changed);
                return held.value();
            } catch (ConflictException changedMeanwhile) {
                // The schedule may have been changed, which does not touch the claim.
                held = stillOurs();
                if (tries == TRIES) {
                    throw changedMeanwhile;
                }
            } catch (StorageException failure) {
                held = stored(changed, failure);
                return held.value();
            }
        }
    }

    private Versioned<ManagedKey> stillOurs() {
        Versioned<ManagedKey> read = read(journal, described);
        if (!read.value().claim().equals(token)) {
            throw new ConflictException(
                    "the key of " + described + " was taken over by somebody else at the same time");
        }
        return read;
    }

    /** Whether a write whose outcome is not known took place, is read and not guessed. */
    private Versioned<ManagedKey> stored(ManagedKey changed, StorageException failure) {
        if (failure.reason() == StorageException.Reason.OUTCOME_UNKNOWN) {
            Optional<Versioned<ManagedKey>> read = journal.fresh();
            if (read.isPresent() && read.get().value().equals(changed)) {
                return read.get();
            }
        }
        throw failure;
    }

    private static Versioned<ManagedKey> read(KeyJournal journal, String described) {
        return journal.fresh().orElseThrow(() -> new NotFoundException(described + " does not exist any more"));
    }
}
