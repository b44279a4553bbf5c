package io.leasehold.database.internal.elasticsearch;

import io.leasehold.database.internal.admin.TargetErrors;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.http.AdminLink;
import io.leasehold.database.internal.http.HttpException;
import io.leasehold.database.internal.http.HttpLogin;
import io.leasehold.database.spi.ManagedAccount;
import io.leasehold.database.spi.PasswordChange;
import io.leasehold.secret.SecretText;

/** Sets the password of a native user that is there, and tries logins. */
final class AccountPassword {

    private final AdminLink link;
    private final String api;
    private final TargetErrors errors;

    AccountPassword(AdminLink link, String api, TargetErrors errors) {
        this.link = link;
        this.api = api;
        this.errors = errors;
    }

    void set(ManagedAccount account, PasswordChange change) {
        if (!account.statements().isEmpty()) {
            throw errors.refused("rotation_statements: " + ElasticsearchPlugin.NO_ROTATION_STATEMENTS, false);
        }
        TargetErrors failures = errors.masking(account.password().reveal());
        SecuritySession session = new SecuritySession(link, api, link.administrator(), change::timeLeft);
        try {
            if (session.user(account.username()).isEmpty()) {
                throw failures.refused(
                        "native user '" + account.username() + "' does not exist, and was not made", false);
            }
        } catch (HttpException failure) {
            throw failures.of(failure, false);
        }
        change.confirm();
        try {
            session.setPassword(account.username(), account.password().reveal());
        } catch (HttpException failure) {
            throw failures.of(failure, failure.failure().effectPossible());
        }
    }

    boolean accepts(String username, SecretText password, TimeLimit limit) {
        TargetErrors failures = errors.masking(password.reveal());
        if (!HttpLogin.fits(username)) {
            throw failures.refused("user '" + username + "' cannot log in: a name with a colon is cut there", false);
        }
        try {
            new SecuritySession(link, api, new HttpLogin(username, password), limit).authenticate();
            return true;
        } catch (HttpException failure) {
            if (failure.failure().loginRefused()) {
                return false;
            }
            throw failures.of(failure, false);
        }
    }
}
