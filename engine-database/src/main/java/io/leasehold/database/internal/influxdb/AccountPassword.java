package io.leasehold.database.internal.influxdb;

import io.leasehold.database.internal.admin.TargetErrors;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.http.AdminLink;
import io.leasehold.database.internal.http.HttpException;
import io.leasehold.database.internal.http.HttpFailure;
import io.leasehold.database.internal.http.HttpLogin;
import io.leasehold.database.internal.sql.RenderedStatement;
import io.leasehold.database.internal.sql.StatementValues;
import io.leasehold.database.spi.ManagedAccount;
import io.leasehold.database.spi.PasswordChange;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.TargetException;
import io.leasehold.secret.SecretText;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Sets the password of a user that is there, and tries logins. Of a password the server looks at no more than the first 72 bytes,
 * as bcrypt does, so a longer one is refused: it could not be told from another.
 */
final class AccountPassword {

    private static final String FIELD = "rotation_statements";
    private static final int LONGEST = 72;

    private final AdminLink link;
    private final TargetErrors errors;

    AccountPassword(AdminLink link, TargetErrors errors) {
        this.link = link;
        this.errors = errors;
    }

    void set(ManagedAccount account, PasswordChange change) {
        TargetErrors failures = errors.masking(account.password().reveal());
        if (isTooLong(account.password())) {
            throw failures.refused(
                    "the server looks at the first 72 bytes of a password, and this one is longer", false);
        }
        List<RenderedStatement> statements = statements(account, failures);
        InfluxSession session = InfluxSession.of(link, change::timeLeft);
        try {
            if (!session.userExists(account.username())) {
                throw absent(account, failures);
            }
        } catch (HttpException failure) {
            throw failures.of(failure, false);
        }
        change.confirm();
        RenderedStatement first = statements.get(0);
        for (RenderedStatement statement : statements) {
            try {
                session.execute(FIELD, statement);
            } catch (HttpException failure) {
                throw failed(account, failures, failure, statement == first);
            }
        }
    }

    /** Whether a login is taken: by a statement that needs no right. */
    boolean accepts(String username, SecretText password, TimeLimit limit) {
        TargetErrors failures = errors.masking(password.reveal());
        if (!HttpLogin.fits(username)) {
            throw failures.refused("user '" + username + "' cannot log in: a name with a colon is cut there", false);
        }
        if (isTooLong(password)) {
            return false;
        }
        try {
            InfluxSession.as(new HttpLogin(username, password), link, limit).ping();
            return true;
        } catch (HttpException failure) {
            if (failure.failure().loginRefused()) {
                return false;
            }
            throw failures.of(failure, false);
        }
    }

    static boolean isTooLong(SecretText password) {
        return password.reveal().getBytes(StandardCharsets.UTF_8).length > LONGEST;
    }

    private static List<RenderedStatement> statements(ManagedAccount account, TargetErrors failures) {
        try {
            return InfluxScripts.rotation(FIELD, account.statements())
                    .render(StatementValues.none().name(account.username()).password(account.password()));
        } catch (InvalidRequestException unfit) {
            // Another password may fit, so this is for the caller what a refusal by the server is.
            throw failures.refused(String.valueOf(unfit.getMessage()), false);
        }
    }

    private static TargetException failed(
            ManagedAccount account, TargetErrors failures, HttpException failure, boolean first) {
        if (first && InfluxSession.says(failure, InfluxSession.USER_NOT_FOUND)) {
            return absent(account, failures);
        }
        HttpFailure meaning = failure.failure();
        return failures.of(failure, !first || meaning.effectPossible());
    }

    private static TargetException absent(ManagedAccount account, TargetErrors failures) {
        return failures.refused("user '" + account.username() + "' does not exist, and was not made", false);
    }
}
