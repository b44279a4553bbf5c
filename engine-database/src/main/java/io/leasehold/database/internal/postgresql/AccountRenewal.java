package io.leasehold.database.internal.postgresql;

import io.leasehold.database.internal.admin.AdminSessions;
import io.leasehold.database.internal.admin.Expiration;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.sql.RenderedStatement;
import io.leasehold.database.internal.sql.StatementScript;
import io.leasehold.database.internal.sql.StatementValues;
import io.leasehold.database.spi.Account;
import io.leasehold.spi.engine.Renewal;
import io.leasehold.spi.time.TimeSource;
import java.util.List;

/** Moves a user's expiry, in one transaction under the account's exclusion. */
final class AccountRenewal {

    private static final List<String> DEFAULT = List.of("ALTER ROLE \"{{name}}\" VALID UNTIL '{{expiration}}'");

    private final AdminSessions sessions;
    private final TimeSource time;

    AccountRenewal(AdminSessions sessions, TimeSource time) {
        this.sessions = sessions;
        this.time = time;
    }

    void renew(Account account, Renewal renewal) {
        StatementScript custom = PostgresPlugin.SCRIPTS.renewal(account.renewal());
        StatementScript script = custom.isEmpty() ? PostgresPlugin.SCRIPTS.renewal(DEFAULT) : custom;
        TimeLimit limit = TimeLimit.startingNow(renewal.timeLimit(), time);
        sessions.transact(limit, sessions.errors(), transaction -> {
            AccountState state = AccountQueries.lockAndFind(transaction, account.username());
            if (!state.exists()) {
                throw sessions.errors().refused("role \"" + account.username() + "\" does not exist any more", false);
            }
            String expiration = Expiration.text(renewal.expiresAt(), renewal.now(), state.serverTime());
            List<RenderedStatement> statements = script.render(
                    StatementValues.none().name(account.username()).expiration(expiration));
            if (custom.isEmpty()) {
                transaction.executeAll(statements);
            } else {
                RoleDdl.run(transaction, statements);
            }
            return true;
        });
    }
}
