package io.leasehold.database.internal.redis;

import io.leasehold.database.internal.admin.TargetErrors;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.secret.SecretText;

/**
 * Tries logins: AUTH on a connection of its own, and nothing after it. The server says WRONGPASS for a wrong password, for a name
 * that is not there and for a user that is switched off alike ("AUTH", Redis docs).
 */
final class LoginTrial {

    private static final String REFUSED = "WRONGPASS";

    private final RedisLogin login;
    private final TargetErrors errors;

    LoginTrial(RedisLogin login, TargetErrors errors) {
        this.login = login;
        this.errors = errors;
    }

    boolean accepts(String username, SecretText password, TimeLimit limit) {
        try {
            RedisWire.end(login.connect(limit, username, password));
            return true;
        } catch (CommandException failure) {
            if (failure.failure().code().equals(REFUSED)) {
                return false;
            }
            throw errors.masking(password.reveal()).noConnection(failure, false);
        }
    }
}
