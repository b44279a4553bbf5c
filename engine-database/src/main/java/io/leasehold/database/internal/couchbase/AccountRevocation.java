package io.leasehold.database.internal.couchbase;

import io.leasehold.database.internal.admin.TargetErrors;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.http.AdminLink;
import io.leasehold.database.internal.http.HttpException;
import io.leasehold.database.spi.Account;
import io.leasehold.spi.engine.Revocation;
import io.leasehold.spi.engine.Revoked;
import java.util.List;
import java.util.Optional;

/**
 * Removes a user: it is looked for, deleted, and looked for again. Every step may be repeated. Absence is seen, and not verified: the
 * server knows no exclusion, so a creation that is still under way may follow.
 */
final class AccountRevocation {

    private final AdminLink link;
    private final TargetErrors errors;

    AccountRevocation(AdminLink link, TargetErrors errors) {
        this.link = link;
        this.errors = errors;
    }

    Revoked revoke(Account account, Revocation attempt, TimeLimit limit) {
        String username = account.username();
        if (link.isAdministrator(username)) {
            throw errors.refused("user '" + username + "' is the administrator's own: left alone", false);
        }
        ManagementSession session = session(limit);
        try {
            Optional<LocalUser> user = session.user(username);
            if (user.isPresent() && isStranger(user.get(), account, attempt)) {
                return new Revoked(
                        Revoked.Absence.SEEN,
                        List.of("a user '" + username + "' exists that this lease did not make; it was left alone"));
            }
            if (user.isPresent()) {
                session.deleteUser(username);
                if (session.user(username).isPresent()) {
                    throw errors.refused("user '" + username + "' is still there after it was deleted", true);
                }
            }
            return Revoked.seen();
        } catch (HttpException failure) {
            throw errors.of(failure, true);
        }
    }

    /** Whether the user is there. */
    boolean exists(String username, TimeLimit limit) {
        try {
            return session(limit).user(username).isPresent();
        } catch (HttpException failure) {
            throw errors.of(failure, false);
        }
    }

    /** A creation that was never confirmed may have been refused because somebody else had the name. */
    private static boolean isStranger(LocalUser user, Account account, Revocation attempt) {
        return attempt.creationUncertain() && !user.mark().equals(account.mark());
    }

    private ManagementSession session(TimeLimit limit) {
        return new ManagementSession(link, link.administrator(), limit);
    }
}
