package io.leasehold.aws.internal.key;

import io.leasehold.aws.internal.client.RootSettings;
import io.leasehold.aws.internal.user.KeyWait;
import io.leasehold.aws.internal.user.Steps;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** The parts of a rotation that AWS is asked for, each of which may be repeated. Thread-safe. */
final class KeySteps {

    /** How long the requests of a part may take together. */
    static final Duration LIMIT = Duration.ofSeconds(20);

    /** For how long a new key is waited for, unless told otherwise; less is left of the claim of who waits longer. */
    static final Duration PROOF_LIMIT = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(KeySteps.class);

    private final Supplier<Instant> clock;
    private final TimeSource time;
    private final KeyWait wait;

    KeySteps(Supplier<Instant> clock, TimeSource time, KeyWait wait) {
        this.clock = clock;
        this.time = time;
        this.wait = wait;
    }

    /** Removes what is left of rotations before: the old key, and a key whose answer was lost. */
    void clear(KeyClaim claim, KeyOwner owner) {
        claim.state().retiring().ifPresent(key -> {
            remove(claim, owner, key.id());
            claim.update(ManagedKey::retired);
        });
        if (claim.state().isDoubtful()) {
            // Before the list: what is made after it is not in it.
            boolean over = claim.state().isDoubtOver(clock.get());
            List<String> found = onAccount(owner, LIMIT, (access, steps) -> {
                KeyRequests requests = new KeyRequests(access, user(claim.state(), access, owner, steps), steps);
                List<String> lost = lost(requests, requests.list(), claim.state());
                lost.forEach(requests::remove);
                return lost;
            });
            found.forEach(id -> LOG.info(
                    "Deleted access key {}, which was made for {} and whose answer was lost", id, owner.describe()));
            if (over) {
                claim.update(ManagedKey::undoubted);
            }
        }
    }

    private static List<String> lost(KeyRequests requests, UserKeys keys, ManagedKey state) {
        return keys.suspects(state).stream().filter(requests::isUnused).toList();
    }

    /** Removes one key; one that is not there is as good. */
    void remove(KeyClaim claim, KeyOwner owner, String id) {
        onAccount(owner, LIMIT, (access, steps) -> {
            new KeyRequests(access, user(claim.state(), access, owner, steps), steps).remove(id);
            return true;
        });
    }

    /** Makes a key and journals it. */
    void make(KeyClaim claim, KeyOwner owner) {
        onAccount(owner, LIMIT, (access, steps) -> {
            KeyUser user = KeyUser.of(access, owner, steps);
            claim.update(state -> state.of(user.name(), user.id()));
            KeyRequests requests = new KeyRequests(access, user.name(), steps);
            UserKeys keys = requests.list();
            requireRoom(claim.state(), keys, owner);
            boolean doubtful = claim.state().isDoubtful();
            Instant now = clock.get();
            claim.update(state -> state.creating(keys.ids(), now, now.plus(LIMIT)));
            RootSettings.Key key = create(claim, requests, doubtful);
            try {
                claim.update(state -> state.created(key.id(), key.secret().reveal(), doubtful));
            } catch (RuntimeException notJournalled) {
                takeBack(access, user, owner, key);
                throw notJournalled;
            }
            return true;
        });
    }

    private static void requireRoom(ManagedKey state, UserKeys keys, KeyOwner owner) {
        if (!keys.isFull()) {
            return;
        }
        List<String> others = new ArrayList<>(keys.ids());
        others.removeIf(state::isOurs);
        String user = state.userName().isEmpty() ? "the root user" : "user " + state.userName();
        throw new TargetRefusedException(
                owner.describe() + ": " + user + " has the access keys " + keys.described(state)
                        + ", and AWS allows no third: delete " + String.join(" or ", others)
                        + " if nobody uses it, then rotate again",
                false,
                others,
                null);
    }

    private static RootSettings.Key create(KeyClaim claim, KeyRequests requests, boolean doubtful) {
        try {
            return requests.create();
        } catch (TargetException failure) {
            if (!failure.effectPossible() && !doubtful) {
                claim.update(ManagedKey::undoubted);
            }
            throw failure;
        }
    }

    /** Nobody knows it but this thread. */
    private void takeBack(KeyAccess access, KeyUser user, KeyOwner owner, RootSettings.Key key) {
        try {
            new KeyRequests(access, user.name(), new Steps(limit(LIMIT), time)).remove(key.id());
        } catch (TargetException failure) {
            LOG.warn(
                    "Access key {}, made for {}, could be neither stored nor deleted; it is looked for again: {}",
                    key.id(),
                    owner.describe(),
                    failure.getMessage());
        }
    }

    /** Returns when the pending key works everywhere and is the right user's. */
    void prove(KeyClaim claim, KeyOwner owner) {
        ManagedKey state = claim.state();
        RootSettings.Key key = state.pending().orElseThrow();
        try {
            String id = owner.onAccount(access -> {
                Duration limit = access.propagation()
                        .timeout()
                        .filter(own -> own.compareTo(PROOF_LIMIT) < 0)
                        .orElse(PROOF_LIMIT);
                try (StsClient probe = access.probe().apply(key)) {
                    GetCallerIdentityResponse answer =
                            wait.await(probe, Math.max(1, access.propagation().checks()), limit(limit));
                    return answer.userId();
                }
            });
            requireUser(state, key, id, owner);
        } catch (TargetUnavailableException notYet) {
            forgetIfGone(claim, owner, key);
            throw notYet;
        }
    }

    private static void requireUser(ManagedKey state, RootSettings.Key key, String id, KeyOwner owner) {
        if (!id.equals(state.userId())) {
            throw new TargetRefusedException(
                    owner.describe() + ": the new key " + key.id() + " is of the user with the id " + id
                            + ", and not of " + state.userId()
                            + ": the endpoints of IAM and STS lead to different accounts",
                    true,
                    null);
        }
    }

    /** Somebody may have deleted it. The next try makes another one. */
    private void forgetIfGone(KeyClaim claim, KeyOwner owner, RootSettings.Key key) {
        boolean there = onAccount(
                owner,
                LIMIT,
                (access, steps) -> new KeyRequests(access, user(claim.state(), access, owner, steps), steps)
                        .list()
                        .has(key.id()));
        if (!there) {
            claim.update(ManagedKey::withoutPending);
            throw new TargetUnavailableException(
                    owner.describe() + ": the new key " + key.id()
                            + " was deleted by somebody before it could be used; another one is made",
                    true,
                    true,
                    null);
        }
    }

    /** The user as it was found when the rotation began, or as it is found now. */
    private static String user(ManagedKey state, KeyAccess access, KeyOwner owner, Steps steps) {
        return state.userId().isEmpty() ? KeyUser.of(access, owner, steps).name() : state.userName();
    }

    private <T> T onAccount(KeyOwner owner, Duration limit, Part<T> part) {
        return owner.onAccount(access -> part.run(access, new Steps(limit(limit), time)));
    }

    /** Work on the account under a limit. */
    @FunctionalInterface
    private interface Part<T> {

        T run(KeyAccess access, Steps steps);
    }

    private Supplier<Duration> limit(Duration limit) {
        long start = time.nanoTime();
        return () -> {
            Duration left = limit.minusNanos(time.nanoTime() - start);
            return left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left;
        };
    }
}
