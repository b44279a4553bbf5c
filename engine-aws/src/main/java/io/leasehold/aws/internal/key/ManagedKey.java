package io.leasehold.aws.internal.key;

import io.leasehold.aws.internal.client.RootSettings;
import io.leasehold.rotation.Rotated;
import io.leasehold.rotation.Schedules;
import io.leasehold.secret.SecretText;
import io.leasehold.secret.Sensitive;
import io.leasehold.spi.binding.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A rotated access key as it is stored, with the journal of its change. That a key is about to be made is written here before AWS
 * hears of it, together with the keys that there were; so that one whose answer was lost is known as ours. The new key is written
 * here before it is used, and stays pending until it was proven to work and put where it is used. Until then the current one is
 * kept beside it, and afterwards the old one, until it was deleted. Immutable; its text form shows no secret. All times are
 * milliseconds of the store's clock, and 0 for none.
 *
 * @param userName the user; empty while it is not known, and for an account's root user
 * @param userId the user's unique id; empty while it is not known
 * @param accessKey the id of the current key; empty when there is none
 * @param secretKey its secret
 * @param rotating whether a rotation was begun and is to be gone on with
 * @param doubtSince since when a key may have been made that nobody here knows; 0 when there is no such doubt
 * @param doubtUntil until when it may have been asked for
 * @param known the ids of the user's keys before that
 * @param pendingKey the id of the new key; empty when there is none
 * @param pendingSecret its secret
 * @param retiringKey the id of the old key that is to be deleted; empty when there is none
 * @param retiringSecret its secret, with which it can delete itself
 * @param settleAt when the old key is deleted, and a key that is in doubt looked for
 * @param settleAttempts failed tries of that
 * @param settleError why the last of them failed, free of secrets
 * @param claim who is at it; empty when nobody is
 * @param claimUntil when others may take over
 * @param lastRotation when a rotation was last completed
 * @param nextRotation when the next one is due; 0 for not by itself
 * @param attempts tries of the rotation under way, failed ones included; 0 when all is well
 * @param notBefore when it may be tried again by itself
 * @param lastError why the last try failed, free of secrets; empty when all is well
 */
public record ManagedKey(
        @Field("The user.") String userName,
        @Field("The user's unique id.") String userId,
        @Field("The id of the current key.") String accessKey,
        @Field("Its secret.") @Sensitive String secretKey,

        @Field("Whether a rotation is to be gone on with.") boolean rotating,

        @Field("Since when an unknown key may have been made.")
        long doubtSince,

        @Field("Until when it may have been asked for.") long doubtUntil,

        @Field("The ids of the keys before that.") List<String> known,
        @Field("The id of the new key.") String pendingKey,
        @Field("Its secret.") @Sensitive String pendingSecret,
        @Field("The id of the old key.") String retiringKey,
        @Field("Its secret.") @Sensitive String retiringSecret,
        @Field("When the old key is deleted.") long settleAt,
        @Field("Failed tries of that.") int settleAttempts,
        @Field("Why the last of them failed.") String settleError,
        @Field("Who is at it.") String claim,
        @Field("When others may take over.") long claimUntil,

        @Field("When a rotation was last completed.") long lastRotation,

        @Field("When the next rotation is due.") long nextRotation,

        @Field("Tries of the rotation under way.") int attempts,

        @Field("When it may be tried again.") long notBefore,
        @Field("Why the last try failed.") String lastError)
        implements Rotated<ManagedKey> {

    /** For how long after its limit AWS may still do what it was asked for, and it may take until a list shows it. */
    static final Duration SETTLING = Duration.ofMinutes(1);

    /** An absent text is an empty one. */
    public ManagedKey {
        userName = orEmpty(userName);
        userId = orEmpty(userId);
        accessKey = orEmpty(accessKey);
        secretKey = orEmpty(secretKey);
        known = known == null ? List.of() : List.copyOf(known);
        pendingKey = orEmpty(pendingKey);
        pendingSecret = orEmpty(pendingSecret);
        retiringKey = orEmpty(retiringKey);
        retiringSecret = orEmpty(retiringSecret);
        settleError = orEmpty(settleError);
        claim = orEmpty(claim);
        lastError = orEmpty(lastError);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /**
     * A key that there is not yet: the first rotation makes it.
     *
     * @param due when that is to happen; null for not by itself
     * @return the state
     */
    public static ManagedKey none(@Nullable Instant due) {
        KeyDraft draft = new KeyDraft();
        draft.nextRotation = millis(due);
        return draft.done();
    }

    /**
     * The same with a current key that is kept elsewhere, or that somebody gave.
     *
     * @param id its id; empty for none
     * @param secret its secret
     * @return the state
     */
    public ManagedKey withCurrent(String id, String secret) {
        return with(draft -> {
            draft.accessKey = id;
            draft.secretKey = secret;
        });
    }

    /**
     * Whether a rotation is under way or was left unfinished.
     *
     * @return whether it is to be gone on with
     */
    @Override
    public boolean isPending() {
        return rotating;
    }

    /**
     * Whether there is something left to do for a rotation that was completed.
     *
     * @return whether an old key is to be deleted, or one in doubt to be looked for
     */
    public boolean isSettling() {
        return settleAt > 0;
    }

    /**
     * When there is something to do next, whoever does it.
     *
     * @return empty for never by itself
     */
    public Optional<Instant> nextStep() {
        Optional<Instant> rotation = Schedules.nextTry(this);
        Optional<Instant> first = isSettling()
                ? Optional.of(
                        rotation.filter(at -> at.toEpochMilli() <= settleAt).orElse(Instant.ofEpochMilli(settleAt)))
                : rotation;
        return first.map(
                at -> claim.isEmpty() || at.toEpochMilli() >= claimUntil ? at : Instant.ofEpochMilli(claimUntil));
    }

    /**
     * The current key.
     *
     * @return empty when there is none
     */
    public Optional<RootSettings.Key> current() {
        return key(accessKey, secretKey);
    }

    /**
     * The new key, which has not been adopted everywhere yet.
     *
     * @return empty when there is none
     */
    public Optional<RootSettings.Key> pending() {
        return key(pendingKey, pendingSecret);
    }

    /**
     * The old key, which is to be deleted.
     *
     * @return empty when there is none
     */
    public Optional<RootSettings.Key> retiring() {
        return key(retiringKey, retiringSecret);
    }

    private static Optional<RootSettings.Key> key(String id, String secret) {
        return id.isEmpty() ? Optional.empty() : Optional.of(new RootSettings.Key(id, SecretText.of(secret)));
    }

    /**
     * The same with another time for the next rotation, for a change of the schedule.
     *
     * @param next when it is due; null for not by itself
     * @return the state
     */
    @Override
    public ManagedKey dueAt(@Nullable Instant next) {
        return with(draft -> draft.nextRotation = millis(next));
    }

    boolean isRotationDue(Instant now) {
        return Schedules.nextTry(this).filter(at -> !at.isAfter(now)).isPresent();
    }

    boolean isSettlingDue(Instant now) {
        return isSettling() && settleAt <= now.toEpochMilli();
    }

    boolean isDoubtful() {
        return doubtSince > 0;
    }

    /** Whether a key that is in doubt would have been made, and listed, by now. */
    boolean isDoubtOver(Instant now) {
        return now.toEpochMilli() > doubtUntil + SETTLING.toMillis();
    }

    boolean isClaimedByOthers(Instant now) {
        return !claim.isEmpty() && now.toEpochMilli() < claimUntil;
    }

    boolean isOurs(String id) {
        return id.equals(accessKey) || id.equals(pendingKey) || id.equals(retiringKey);
    }

    ManagedKey claimed(String by, Instant until) {
        return with(draft -> {
            draft.claim = by;
            draft.claimUntil = until.toEpochMilli();
        });
    }

    ManagedKey released() {
        return with(KeyDraft::release);
    }

    /** A try of a rotation begins. */
    ManagedKey begun() {
        return with(draft -> {
            draft.rotating = true;
            draft.attempts = attempts + 1;
        });
    }

    ManagedKey of(String user, String id) {
        return with(draft -> {
            draft.userName = user;
            draft.userId = id;
        });
    }

    /** A key is about to be asked for. Doubt that there is already goes on. */
    ManagedKey creating(List<String> before, Instant now, Instant until) {
        return with(draft -> {
            if (!isDoubtful()) {
                draft.doubtSince = now.toEpochMilli();
                draft.known = before;
            }
            draft.doubtUntil = until.toEpochMilli();
        });
    }

    /** It is known what became of all that was asked for. */
    ManagedKey undoubted() {
        return with(KeyDraft::undoubt);
    }

    /** The key was made; the doubt is over, unless there was one before it. */
    ManagedKey created(String id, String secret, boolean stillDoubtful) {
        return with(draft -> {
            draft.pendingKey = id;
            draft.pendingSecret = secret;
            if (!stillDoubtful) {
                draft.undoubt();
            }
        });
    }

    /** The pending key is not there any more. */
    ManagedKey withoutPending() {
        return with(draft -> {
            draft.pendingKey = "";
            draft.pendingSecret = "";
        });
    }

    /** The pending key is the current one from now on; the one before it is deleted after a while. */
    ManagedKey committed(Instant now, @Nullable Instant next, Duration grace) {
        return with(draft -> {
            draft.accessKey = pendingKey;
            draft.secretKey = pendingSecret;
            draft.pendingKey = "";
            draft.pendingSecret = "";
            draft.retiringKey = accessKey;
            draft.retiringSecret = secretKey;
            draft.rotating = false;
            draft.lastRotation = now.toEpochMilli();
            draft.nextRotation = millis(next);
            draft.attempts = 0;
            draft.notBefore = 0;
            draft.lastError = "";
            if (!accessKey.isEmpty() || isDoubtful()) {
                // A request of unknown fate finds no place as long as the old key is there.
                long doubtOver = isDoubtful() ? doubtUntil + SETTLING.toMillis() + 1 : 0;
                draft.settleAt = Math.max(now.plus(grace).toEpochMilli(), doubtOver);
            }
        });
    }

    /** The old key is gone. What is in doubt is still to be looked for. */
    ManagedKey retired() {
        return with(draft -> {
            draft.retiringKey = "";
            draft.retiringSecret = "";
            if (!isDoubtful()) {
                draft.settled();
            }
        });
    }

    /** Nothing is left of rotations before. */
    ManagedKey settled() {
        return with(draft -> {
            draft.retiringKey = "";
            draft.retiringSecret = "";
            draft.undoubt();
            draft.settled();
        });
    }

    ManagedKey settlingFailed(String error, Instant now, Duration pause) {
        return with(draft -> {
            draft.release();
            draft.settleAttempts = settleAttempts + 1;
            draft.settleError = error;
            draft.settleAt = now.plus(pause).toEpochMilli();
        });
    }

    /** A try failed. It is gone on with when something was made or may have been; else only when it is due by itself. */
    ManagedKey failed(String error, Instant now, Duration pause) {
        if (!rotating) {
            // It was completed, and only that was not learnt; or it is about what was left of it.
            return isSettling() ? settlingFailed(error, now, pause) : released();
        }
        return with(draft -> {
            draft.release();
            draft.rotating = !pendingKey.isEmpty() || isDoubtful();
            draft.lastError = error;
            draft.notBefore = now.plus(pause).toEpochMilli();
        });
    }

    /** The rotation was given up, and nothing of it is left. */
    ManagedKey abandoned() {
        return with(draft -> {
            draft.pendingKey = "";
            draft.pendingSecret = "";
            draft.rotating = false;
            draft.attempts = 0;
            draft.notBefore = 0;
            draft.lastError = "";
            draft.undoubt();
            draft.settled();
            draft.release();
        });
    }

    /**
     * The same without the current key, for one that is kept elsewhere.
     *
     * @return the state
     */
    public ManagedKey withoutCurrent() {
        return withCurrent("", "");
    }

    private ManagedKey with(Consumer<KeyDraft> change) {
        KeyDraft draft = new KeyDraft(this);
        change.accept(draft);
        return draft.done();
    }

    private static long millis(@Nullable Instant time) {
        return time == null ? 0 : time.toEpochMilli();
    }

    @Override
    public String toString() {
        return "ManagedKey[userName=" + userName + ", accessKey=" + accessKey + ", pendingKey=" + pendingKey
                + ", retiringKey=" + retiringKey + ", attempts=" + attempts + "]";
    }
}
