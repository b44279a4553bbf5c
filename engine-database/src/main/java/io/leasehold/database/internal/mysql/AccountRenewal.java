package io.leasehold.database.internal.mysql;

import io.leasehold.database.internal.admin.Expiration;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.sql.StatementScript;
import io.leasehold.database.internal.sql.StatementValues;
import io.leasehold.database.spi.Account;
import io.leasehold.spi.engine.Renewal;
import io.leasehold.spi.time.TimeSource;

/** The server knows no expiry of accounts, so a renewal makes sure that the user is there and runs what the role says. */
final class AccountRenewal {

    private final AccountSession account;
    private final TimeSource time;

    AccountRenewal(AccountSession account, TimeSource time) {
        this.account = account;
        this.time = time;
    }

    void renew(Account request, Renewal renewal) {
        StatementScript script = MySqlPlugin.SCRIPTS.renewal(request.renewal());
        TimeLimit limit = TimeLimit.startingNow(renewal.timeLimit(), time);
        account.run(limit, account.errors(), request.username(), transaction -> {
            AccountLook look = AccountSession.look(transaction, request.username());
            if (!look.exists()) {
                throw account.errors().refused("user '" + request.username() + "' does not exist any more", false);
            }
            String expiration = Expiration.text(renewal.expiresAt(), renewal.now(), look.serverTime());
            transaction.executeAll(script.render(
                    StatementValues.none().name(request.username()).expiration(expiration)));
            return true;
        });
    }
}
