package io.leasehold.database.internal.influxdb;

import io.leasehold.database.internal.admin.TargetErrors;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.http.AdminLink;
import io.leasehold.database.internal.http.HttpException;
import io.leasehold.database.internal.http.HttpFailure;
import io.leasehold.database.internal.sql.RenderedStatement;
import io.leasehold.database.internal.sql.StatementScript;
import io.leasehold.database.internal.sql.StatementValues;
import io.leasehold.database.spi.Account;
import io.leasehold.spi.engine.Revoked;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes a user: it is looked for, the role's own statements run, it is dropped, and looked for again. Dropping ends its rights at
 * once, because each request logs in anew; the rights themselves go with it. Every step may be repeated. Absence is seen, and not
 * verified: the server knows no exclusion, so a creation that is still under way may follow.
 */
final class AccountRevocation {

    private static final Logger LOG = LoggerFactory.getLogger(AccountRevocation.class);

    private final AdminLink link;
    private final TargetErrors errors;

    AccountRevocation(AdminLink link, TargetErrors errors) {
        this.link = link;
        this.errors = errors;
    }

    Revoked revoke(Account account, TimeLimit limit) {
        String username = account.username();
        StatementScript script = InfluxScripts.revocation(account.revocation());
        if (link.isAdministrator(username)) {
            throw errors.refused("user '" + username + "' is the administrator's own: left alone", false);
        }
        InfluxSession session = InfluxSession.of(link, limit);
        try {
            if (session.userExists(username)) {
                custom(session, script, username);
                session.dropUser(username);
                if (session.userExists(username)) {
                    throw errors.refused("user '" + username + "' is still there after DROP USER", true);
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
            return InfluxSession.of(link, limit).userExists(username);
        } catch (HttpException failure) {
            throw errors.of(failure, false);
        }
    }

    private void custom(InfluxSession session, StatementScript script, String username) throws HttpException {
        for (RenderedStatement statement : script.render(StatementValues.none().name(username))) {
            try {
                session.execute("revocation_statements", statement);
            } catch (HttpException failure) {
                if (failure.failure().outcome() != HttpFailure.Outcome.ANSWERED
                        || failure.failure().unavailable()) {
                    throw failure;
                }
                LOG.debug(
                        "The revocation statements failed ({}: {}); the user is removed without them",
                        failure.step(),
                        errors.words(failure));
                return;
            }
        }
    }
}
