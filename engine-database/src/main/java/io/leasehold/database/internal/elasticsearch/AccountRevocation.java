package io.leasehold.database.internal.elasticsearch;

import io.leasehold.database.internal.admin.TargetErrors;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.http.AdminLink;
import io.leasehold.database.internal.http.HttpException;
import io.leasehold.database.internal.http.HttpFailure;
import io.leasehold.database.spi.Account;
import io.leasehold.spi.engine.Revocation;
import io.leasehold.spi.engine.Revoked;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Removes a user, the API keys that it has made, and the role that was made for it; then looks for both again. Each request logs in
 * anew, so the user is locked out at once. Every step may be repeated. Absence is seen, and not verified: the server knows no
 * exclusion, so a creation that is still under way may follow.
 */
final class AccountRevocation {

    private final AdminLink link;
    private final ElasticsearchOptions options;
    private final TargetErrors errors;

    AccountRevocation(AdminLink link, ElasticsearchOptions options, TargetErrors errors) {
        this.link = link;
        this.options = options;
        this.errors = errors;
    }

    Revoked revoke(Account account, Revocation attempt, TimeLimit limit) {
        String username = account.username();
        if (link.isAdministrator(username)) {
            throw errors.refused("user '" + username + "' is the administrator's own: left alone", false);
        }
        List<String> warnings = new ArrayList<>();
        SecuritySession session = session(limit);
        try {
            Optional<Marked> user = session.user(username);
            if (user.isPresent() && isStranger(user.get(), account, attempt)) {
                warnings.add("a user '" + username + "' exists that this lease did not make; it was left alone");
            } else {
                remove(session, username, user.isPresent(), warnings);
            }
            removeRole(session, account);
            return new Revoked(Revoked.Absence.SEEN, warnings);
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

    private void remove(SecuritySession session, String username, boolean isThere, List<String> warnings)
            throws HttpException {
        if (isThere) {
            session.deleteUser(username);
            if (session.user(username).isPresent()) {
                throw errors.refused("user '" + username + "' is still there after it was deleted", true);
            }
        }
        // Also for a user that is absent: an earlier attempt may have come no further.
        endApiKeys(session, username, warnings);
    }

    private void endApiKeys(SecuritySession session, String username, List<String> warnings) throws HttpException {
        if (Boolean.TRUE.equals(options.useOldXpack())) {
            return;
        }
        try {
            session.invalidateApiKeys(username);
        } catch (HttpException failure) {
            if (failure.failure().outcome() != HttpFailure.Outcome.ANSWERED
                    || failure.failure().unavailable()) {
                throw failure;
            }
            warnings.add(
                    "API keys that user '" + username + "' may have made were not ended: " + errors.words(failure));
        }
    }

    /** Only the one with the lease's mark: a role of that name may be somebody's. */
    private void removeRole(SecuritySession session, Account account) throws HttpException {
        if (isMade(session, account)) {
            session.deleteRole(account.username());
            if (isMade(session, account)) {
                throw errors.refused("role '" + account.username() + "' is still there after it was deleted", true);
            }
        }
    }

    private static boolean isMade(SecuritySession session, Account account) throws HttpException {
        return session.role(account.username())
                .filter(role -> role.isOf(account.mark()))
                .isPresent();
    }

    /** A creation that was never confirmed may have been refused because somebody else had the name. */
    private static boolean isStranger(Marked user, Account account, Revocation attempt) {
        return user.reserved() || (attempt.creationUncertain() && !user.isOf(account.mark()));
    }

    private SecuritySession session(TimeLimit limit) {
        return new SecuritySession(link, options.securityPath(), link.administrator(), limit);
    }
}
