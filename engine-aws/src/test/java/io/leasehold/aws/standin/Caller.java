package io.leasehold.aws.standin;

import java.time.Instant;

/**
 * Who sends a request.
 *
 * @param kind what kind of credentials it was signed with
 * @param arn the identity, as GetCallerIdentity shows it
 * @param userId the unique id, as GetCallerIdentity shows it
 * @param principal whose permissions count: the ARN of a user or a role
 * @param user the user, null where there is none
 * @param issued when the session was issued, null where there is none
 */
record Caller(Kind kind, String arn, String userId, String principal, StandInUser user, Instant issued) {

    enum Kind {
        USER,
        USER_SESSION,
        MFA_SESSION,
        FEDERATED,
        ROLE,
        NOBODY
    }

    /** Who has signed nothing. */
    static final Caller NOBODY = new Caller(Kind.NOBODY, "anonymous", "", "", null, null);

    static Caller of(StandInUser user) {
        return new Caller(Kind.USER, user.arn(), user.id, user.arn(), user, null);
    }
}
