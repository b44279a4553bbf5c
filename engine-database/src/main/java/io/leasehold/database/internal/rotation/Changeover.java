package io.leasehold.database.internal.rotation;

import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.spi.ManagedAccount;
import io.leasehold.database.spi.PasswordChange;
import io.leasehold.error.ConflictException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.rotation.RetryPause;
import io.leasehold.secret.SecretText;
import io.leasehold.spi.engine.Versioned;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes a managed password. Each step may be the last one of the process, and any other process goes on from there:
 *
 * <ol>
 *   <li>the new password is journalled as pending, by compare-and-set; one that is pending already is taken instead;
 *   <li>if it was pending already, a login tells whether the server has it; then the next step is left out;
 *   <li>the server is told, under its exclusion for the account, with the journal read again inside;
 *   <li>a login proves it;
 *   <li>it is put where it is used;
 *   <li>the journal says that it is current.
 * </ol>
 *
 * <p>The password before is kept until the last step. A pending password is only given up when the server has refused it, a
 * login with it is refused too, and nobody else can be at it. Thread-safe.
 */
public final class Changeover {

    /** How long the server may take to change a password. */
    static final Duration CHANGE_LIMIT = Duration.ofSeconds(20);

    /** How long a login may take. */
    static final Duration LOGIN_LIMIT = Duration.ofSeconds(10);

    /** For how long others leave a rotation alone that somebody is at: at most two logins, a change, and the rest. */
    static final Duration CLAIM = Duration.ofMinutes(1);

    private static final int JOURNAL_TRIES = 5;
    private static final Logger LOG = LoggerFactory.getLogger(Changeover.class);

    private final Supplier<Instant> clock;
    private final TimeSource time;
    private final RandomGenerator random;

    /**
     * Prepares changes.
     *
     * @param clock the store's time
     * @param time elapsed time, for limits
     * @param random for jitter
     */
    public Changeover(Supplier<Instant> clock, TimeSource time, RandomGenerator random) {
        this.clock = clock;
        this.time = time;
        this.random = random;
    }

    /**
     * Rotates a password now, or finishes a rotation that was left unfinished.
     *
     * @param journal where the password is stored
     * @param login whose it is
     * @return the state with the new password
     * @throws NotFoundException when it is not managed any more
     * @throws ConflictException when somebody else changed it at the same time
     * @throws io.leasehold.error.TargetException when the target refused or did not answer; the state says what is pending
     */
    public ManagedPassword rotate(PasswordJournal journal, ManagedLogin login) {
        Begun begun = begin(journal, login);
        try {
            run(journal, login, begun);
            return commit(journal, login, begun.state());
        } catch (LeaseholdException failure) {
            Optional<ManagedPassword> others = rotatedByOthers(journal, begun);
            if (others.isPresent()) {
                return others.get();
            }
            throw failure;
        }
    }

    private void run(PasswordJournal journal, ManagedLogin login, Begun begun) {
        ManagedPassword state = begun.state().value();
        try {
            if (!begun.resumed() || !accepts(login, state.pendingUsername(), state.pendingPassword())) {
                change(journal, login, state);
            }
            login.adopt(state, CHANGE_LIMIT);
        } catch (Rejected rejected) {
            // Somebody else who has begun may still set it: given up now, it would then be known to nobody.
            record(journal, begun, login, rejected.reason, begun.alone());
            throw rejected.reason;
        } catch (ConflictException | NotFoundException overtaken) {
            // It is another one's now, who knows better.
            throw overtaken;
        } catch (RuntimeException failure) {
            record(journal, begun, login, failure, false);
            throw failure;
        }
    }

    /** What was asked for, if somebody else has done it since this one began. */
    private static Optional<ManagedPassword> rotatedByOthers(PasswordJournal journal, Begun begun) {
        return journal.fresh()
                .map(Versioned::value)
                .filter(now -> !now.password().isEmpty()
                        && !now.password().equals(begun.state().value().password()));
    }

    /**
     * A try that was journalled.
     *
     * @param state what is stored
     * @param resumed whether its password was pending before
     * @param alone whether nobody else can be at it: the claim of the try before has run out, or there was none
     */
    private record Begun(Versioned<ManagedPassword> state, boolean resumed, boolean alone) {}

    private Begun begin(PasswordJournal journal, ManagedLogin login) {
        for (int tries = 1; ; tries++) {
            Versioned<ManagedPassword> read = read(journal, login);
            Instant now = clock.get();
            boolean resumed = read.value().isPending();
            boolean alone = !resumed || read.value().notBefore() <= now.toEpochMilli();
            ManagedPassword begun = begun(journal, read, login, now.plus(CLAIM));
            try {
                return new Begun(journal.put(read, begun), resumed, alone);
            } catch (ConflictException changedMeanwhile) {
                if (tries == JOURNAL_TRIES) {
                    throw changedMeanwhile;
                }
            }
        }
    }

    private ManagedPassword begun(
            PasswordJournal journal, Versioned<ManagedPassword> read, ManagedLogin login, Instant until) {
        ManagedPassword state = read.value();
        if (state.isPending()) {
            return state.resumed(until);
        }
        try (SecretText fresh = login.newPassword()) {
            return state.begun(login.nextAccount(state), fresh.reveal(), until);
        } catch (LeaseholdException noPassword) {
            // Its policy may have been deleted. Nothing is pending, and it is tried again when the pause is over.
            record(journal, new Begun(read, false, true), login, noPassword, false);
            throw noPassword;
        }
    }

    private void change(PasswordJournal journal, ManagedLogin login, ManagedPassword state) {
        Optional<TargetRefusedException> refusal = set(journal, login, state);
        // Also after a refusal: an earlier try may have come through late, and a server may refuse what it has already.
        if (accepts(login, state.pendingUsername(), state.pendingPassword())) {
            return;
        }
        if (refusal.isPresent()) {
            throw refusal.get().effectPossible() ? refusal.get() : new Rejected(refusal.get());
        }
        TargetRefusedException unproven = new TargetRefusedException(
                login.describe() + ": the server was told to change the password of \"" + state.pendingUsername()
                        + "\" and refuses a login with it: check that the account may log in, and that the rotation"
                        + " statements set {{password}}",
                true,
                null);
        if (state.isChangingCurrent() && accepts(login, state.username(), state.password())) {
            throw new Rejected(unproven);
        }
        throw unproven;
    }

    /** Tells the server; empty when it did as it was told. */
    private Optional<TargetRefusedException> set(PasswordJournal journal, ManagedLogin login, ManagedPassword state) {
        TimeLimit limit = TimeLimit.startingNow(CHANGE_LIMIT, time);
        PasswordChange change = new PasswordChange() {
            @Override
            public Duration timeLeft() {
                return limit.left();
            }

            @Override
            public void confirm() {
                if (!read(journal, login).value().hasSamePending(state)) {
                    throw overtaken(login);
                }
            }
        };
        try (SecretText password = SecretText.of(state.pendingPassword())) {
            ManagedAccount account = new ManagedAccount(state.pendingUsername(), password, login.statements());
            login.onTarget(target -> {
                target.setPassword(account, change);
                return true;
            });
            return Optional.empty();
        } catch (TargetRefusedException refusal) {
            return Optional.of(refusal);
        }
    }

    private static boolean accepts(ManagedLogin login, String username, String password) {
        if (password.isEmpty()) {
            return false;
        }
        try (SecretText secret = SecretText.of(password)) {
            return login.onTarget(target -> target.accepts(username, secret, LOGIN_LIMIT));
        }
    }

    private ManagedPassword commit(PasswordJournal journal, ManagedLogin login, Versioned<ManagedPassword> begun) {
        Versioned<ManagedPassword> read = begun;
        for (int tries = 1; ; tries++) {
            Instant now = clock.get();
            ManagedPassword committed =
                    read.value().committed(now, login.next(now).orElse(null));
            try {
                return journal.put(read, committed).value();
            } catch (ConflictException changedMeanwhile) {
                read = read(journal, login);
                if (!read.value().hasSamePending(begun.value())) {
                    throw overtaken(login);
                }
                if (tries == JOURNAL_TRIES) {
                    throw changedMeanwhile;
                }
            }
        }
    }

    private void record(
            PasswordJournal journal, Begun begun, ManagedLogin login, RuntimeException failure, boolean rejected) {
        ManagedPassword state = begun.state().value();
        Instant now = clock.get();
        Duration pause = RetryPause.after(state.attempts(), random);
        String error = failure instanceof LeaseholdException
                ? String.valueOf(failure.getMessage())
                : "failed unexpectedly: " + failure.getClass().getSimpleName();
        if (state.lastError().isEmpty()) {
            LOG.warn("The password of {} could not be rotated; it is tried again: {}", login.describe(), error);
        }
        try {
            journal.put(begun.state(), rejected ? state.rejected(error, now, pause) : state.failed(error, now, pause));
        } catch (LeaseholdException notRecorded) {
            // The claim runs out by itself, and the next one goes on with what is pending.
            LOG.debug("The failure to rotate {} could not be recorded: {}", login.describe(), notRecorded.getMessage());
        }
    }

    private static Versioned<ManagedPassword> read(PasswordJournal journal, ManagedLogin login) {
        return journal.fresh().orElseThrow(() -> new NotFoundException(login.describe() + " does not exist any more"));
    }

    private static ConflictException overtaken(ManagedLogin login) {
        return new ConflictException(login.describe() + " was changed by somebody else at the same time");
    }

    /** The server refused the pending password for certain. */
    private static final class Rejected extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final TargetRefusedException reason;

        Rejected(TargetRefusedException reason) {
            super(null, reason, false, false);
            this.reason = reason;
        }
    }
}
