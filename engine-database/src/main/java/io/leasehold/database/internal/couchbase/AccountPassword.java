package io.leasehold.database.internal.couchbase;

import io.leasehold.database.internal.admin.TargetErrors;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.http.AdminLink;
import io.leasehold.database.internal.http.HttpException;
import io.leasehold.database.internal.http.HttpLogin;
import io.leasehold.database.spi.ManagedAccount;
import io.leasehold.database.spi.PasswordChange;
import io.leasehold.secret.SecretText;
import java.util.Optional;

/**
 * Sets the password of a user that is there, and tries logins. The password of another can only be set together with its full name,
 * its roles and its groups, so these are read before and written as they were. The administrator sets its own, and nothing else: it
 * may be the cluster's first one, which is no local user, so that writing it would make another of that name.
 */
final class AccountPassword {

    private final AdminLink link;
    private final TargetErrors errors;

    AccountPassword(AdminLink link, TargetErrors errors) {
        this.link = link;
        this.errors = errors;
    }

    void set(ManagedAccount account, PasswordChange change) {
        if (!account.statements().isEmpty()) {
            throw errors.refused("rotation_statements: " + CouchbasePlugin.NO_ROTATION_STATEMENTS, false);
        }
        TargetErrors failures = errors.masking(account.password().reveal());
        ManagementSession session = new ManagementSession(link, link.administrator(), change::timeLeft);
        Optional<LocalUser> user = look(session, account, failures);
        change.confirm();
        try {
            if (user.isPresent()) {
                session.putUser(
                        "change password", user.get(), account.password().reveal());
            } else {
                session.changeOwnPassword(account.password().reveal());
            }
        } catch (HttpException failure) {
            throw failures.of(failure, failure.failure().effectPossible());
        }
    }

    /** The user to write; empty for the administrator, where it can set its own password. */
    private Optional<LocalUser> look(ManagementSession session, ManagedAccount account, TargetErrors failures) {
        String username = account.username();
        Optional<LocalUser> user;
        try {
            if (link.isAdministrator(username) && session.isEnterprise()) {
                return Optional.empty();
            }
            user = session.user(username);
        } catch (HttpException failure) {
            throw failures.of(failure, false);
        }
        if (user.isEmpty()) {
            throw failures.refused(
                    link.isAdministrator(username)
                            ? "user '" + username
                                    + "' is no local user, and this edition of the server lets nobody set its"
                                    + " own password"
                            : "local user '" + username + "' does not exist, and was not made",
                    false);
        }
        return user;
    }

    boolean accepts(String username, SecretText password, TimeLimit limit) {
        TargetErrors failures = errors.masking(password.reveal());
        if (!HttpLogin.fits(username)) {
            throw failures.refused("user '" + username + "' cannot log in: a name with a colon is cut there", false);
        }
        try {
            new ManagementSession(link, new HttpLogin(username, password), limit).whoAmI();
            return true;
        } catch (HttpException failure) {
            if (failure.failure().loginRefused()) {
                return false;
            }
            throw failures.of(failure, false);
        }
    }
}
