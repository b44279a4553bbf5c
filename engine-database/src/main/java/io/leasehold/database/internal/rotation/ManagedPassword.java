package io.leasehold.database.internal.rotation;

import io.leasehold.rotation.Rotated;
import io.leasehold.secret.Sensitive;
import io.leasehold.spi.binding.Field;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A managed password as it is stored, with the journal of its change: a pending password is written here before any server
 * hears of it, and stays until a login has proven it or the server has refused it. Until then the current one is kept beside
 * it. Whoever finds a pending password goes on with that one. Immutable; its text form shows no secret.
 *
 * @param username the account that the current password is for; empty when none is known yet
 * @param password the current password; empty when it is not known
 * @param pendingUsername the account whose password is being changed; empty when none is
 * @param pendingPassword the password that it is to get; empty when there is none
 * @param lastRotation when a rotation was last completed, in milliseconds of the store's clock; 0 for never
 * @param nextRotation when the next one is due, likewise; 0 for not by itself
 * @param attempts tries of the rotation under way, failed ones included; 0 when all is well
 * @param notBefore when it may be tried again by itself: a try under way, or a pause after a failed one
 * @param lastError why the last try failed, free of secrets; empty when all is well
 */
public record ManagedPassword(
        @Field("The account of the current password.") String username,
        @Field("The current password.") @Sensitive String password,

        @Field("The account whose password is being changed.")
        String pendingUsername,

        @Field("The password that it is to get.") @Sensitive String pendingPassword,

        @Field("When a rotation was last completed, in milliseconds.")
        long lastRotation,

        @Field("When the next rotation is due, in milliseconds.")
        long nextRotation,

        @Field("Tries of the rotation under way.") int attempts,

        @Field("When it may be tried again, in milliseconds.")
        long notBefore,

        @Field("Why the last try failed.") String lastError)
        implements Rotated<ManagedPassword> {

    /** An absent text is an empty one. */
    public ManagedPassword {
        username = orEmpty(username);
        password = orEmpty(password);
        pendingUsername = orEmpty(pendingUsername);
        pendingPassword = orEmpty(pendingPassword);
        lastError = orEmpty(lastError);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /**
     * A password that is not known yet.
     *
     * @param due when it is to be rotated for the first time; null for not by itself
     * @return the state
     */
    public static ManagedPassword unknown(@Nullable Instant due) {
        return new ManagedPassword("", "", "", "", 0, millis(due), 0, 0, "");
    }

    /**
     * A password that somebody else has set.
     *
     * @param username the account
     * @param password its password
     * @param due when it is to be rotated for the first time; null for not by itself
     * @return the state
     */
    public static ManagedPassword known(String username, String password, @Nullable Instant due) {
        return new ManagedPassword(username, password, "", "", 0, millis(due), 0, 0, "");
    }

    /**
     * Whether a change is under way or was left unfinished.
     *
     * @return whether there is a pending password
     */
    @Override
    public boolean isPending() {
        return !pendingPassword.isEmpty();
    }

    /**
     * Whether a pending password is the one of another state too.
     *
     * @param other the other state
     * @return whether both are about the same change
     */
    public boolean hasSamePending(ManagedPassword other) {
        return isPending()
                && pendingUsername.equals(other.pendingUsername)
                && pendingPassword.equals(other.pendingPassword);
    }

    /**
     * Whether the current password is about to change: one that is read now may be refused in a moment.
     *
     * @return true from the first try of a change of the current account until its end
     */
    public boolean isChangingCurrent() {
        return isPending() && pendingUsername.equals(username);
    }

    /** A change begins, with a new password; others leave it alone until then. */
    ManagedPassword begun(String account, String newPassword, Instant until) {
        return new ManagedPassword(
                username,
                password,
                account,
                newPassword,
                lastRotation,
                nextRotation,
                attempts + 1,
                until.toEpochMilli(),
                lastError);
    }

    /** A change that was left unfinished goes on; others leave it alone until then. */
    ManagedPassword resumed(Instant until) {
        return begun(pendingUsername, pendingPassword, until);
    }

    /** The pending password has been proven: it is the current one. */
    ManagedPassword committed(Instant now, @Nullable Instant next) {
        return new ManagedPassword(
                pendingUsername, pendingPassword, "", "", now.toEpochMilli(), millis(next), 0, 0, "");
    }

    /** The pending password was proven not to be in use: the next try takes another one, after a pause. */
    ManagedPassword rejected(String error, Instant now, Duration pause) {
        return new ManagedPassword(
                username,
                password,
                "",
                "",
                lastRotation,
                // One that was asked for, and not due yet, is from now on.
                nextRotation > 0 ? Math.min(nextRotation, now.toEpochMilli()) : now.toEpochMilli(),
                attempts,
                now.plus(pause).toEpochMilli(),
                error);
    }

    /** The try failed and may have had an effect: the next one goes on with the same password, after a pause. */
    ManagedPassword failed(String error, Instant now, Duration pause) {
        return new ManagedPassword(
                username,
                password,
                pendingUsername,
                pendingPassword,
                lastRotation,
                nextRotation,
                attempts,
                now.plus(pause).toEpochMilli(),
                error);
    }

    /**
     * The same with another time for the next rotation, for a change of the schedule.
     *
     * @param next when it is due; null for not by itself
     * @return the state
     */
    @Override
    public ManagedPassword dueAt(@Nullable Instant next) {
        return new ManagedPassword(
                username,
                password,
                pendingUsername,
                pendingPassword,
                lastRotation,
                millis(next),
                attempts,
                notBefore,
                lastError);
    }

    /**
     * The same without the current login, for one that is kept elsewhere.
     *
     * @return the state
     */
    public ManagedPassword withoutCurrent() {
        return new ManagedPassword(
                "", "", pendingUsername, pendingPassword, lastRotation, nextRotation, attempts, notBefore, lastError);
    }

    /**
     * The same with a current login that is kept elsewhere.
     *
     * @param account the account
     * @param current its password
     * @return the state
     */
    public ManagedPassword withCurrent(String account, String current) {
        return new ManagedPassword(
                account,
                current,
                pendingUsername,
                pendingPassword,
                lastRotation,
                nextRotation,
                attempts,
                notBefore,
                lastError);
    }

    private static long millis(@Nullable Instant time) {
        return time == null ? 0 : time.toEpochMilli();
    }

    @Override
    public String toString() {
        return "ManagedPassword[username=" + username + ", pending=" + isPending() + ", attempts=" + attempts + "]";
    }
}
