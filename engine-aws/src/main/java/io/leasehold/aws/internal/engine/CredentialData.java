package io.leasehold.aws.internal.engine;

import io.leasehold.aws.internal.role.CredentialType;
import io.leasehold.spi.binding.Field;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * All that removing a credential needs, pinned when it is planned. For a session, which AWS ends, it is all that is stored of it.
 *
 * @param target the target's id
 * @param type the role's {@code credential_type}
 * @param name the user's name, or the session's
 * @param deniedRole the role of IAM that its revocation denies the sessions of; null when it does not
 * @param markStore the store that the tags of a user name; null for this broker's own
 * @param markLease the lease that the tags of a user name; null for the lease that this is of
 * @param asked how long the session was asked for; null unless there is such a role
 */
public record CredentialData(
        @Field("The target's id.") String target,
        @Field("The type of the credential.") String type,
        @Field("The user's or the session's name.") String name,

        @Field("The role of IAM that a revocation denies the sessions of.") @Nullable
        String deniedRole,

        @Field("The store that the user's tags name.") @Nullable
        String markStore,

        @Field("The lease that the user's tags name.") @Nullable
        String markLease,

        @Field("How long the session was asked for, where that matters.") @Nullable
        Duration asked) {

    /** A user whose tags are not those of the lease that is to remove it. */
    static CredentialData marked(String target, String name, String markStore, String markLease) {
        return new CredentialData(target, CredentialType.IAM_USER.spelling(), name, null, markStore, markLease, null);
    }

    /** A credential of which nothing more is to be known. */
    CredentialData(String target, String type, String name) {
        this(target, type, name, null, null, null, null);
    }
}
