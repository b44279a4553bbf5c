package io.leasehold.database.internal.couchbase;

import io.leasehold.database.internal.admin.TargetErrors;
import io.leasehold.database.internal.http.AdminLink;
import io.leasehold.database.internal.http.HttpException;
import io.leasehold.database.internal.http.HttpLogin;
import io.leasehold.database.spi.NewAccount;
import io.leasehold.spi.engine.Creation;
import java.util.List;

/**
 * Makes a user: a look whether the name is taken, the check that the lease still waits, then one request, which the server takes or
 * refuses as a whole. It changes a user that there is, and cannot be told not to; nor does its answer tell that it did.
 */
final class AccountCreation {

    private final AdminLink link;
    private final TargetErrors errors;

    AccountCreation(AdminLink link, TargetErrors errors) {
        this.link = link;
        this.errors = errors;
    }

    List<String> create(NewAccount request, Creation creation) {
        String username = request.username();
        LocalUser user = new LocalUser(username, LocalUser.marked(request.mark()), Grants.parse(request.creation()));
        TargetErrors failures = errors.masking(request.password().reveal());
        if (link.isAdministrator(username)) {
            throw failures.refused("user '" + username + "' is the administrator's own: left alone", false);
        }
        if (!HttpLogin.fits(username)) {
            throw failures.refused(
                    "user '" + username + "' could never log in: a name with a colon is cut there (RFC 7617)", false);
        }
        ManagementSession session = new ManagementSession(link, link.administrator(), creation::timeLeft);
        try {
            if (session.user(username).isPresent()) {
                throw failures.refused("user '" + username + "' already exists and was left alone", false);
            }
        } catch (HttpException failure) {
            throw failures.of(failure, false);
        }
        creation.confirm();
        try {
            session.putUser(
                    "creation_statements: put user", user, request.password().reveal());
        } catch (HttpException failure) {
            throw failures.of(failure, failure.failure().effectPossible());
        }
        return List.of();
    }
}
