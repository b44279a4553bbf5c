package io.leasehold.database.internal.account;

import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.sql.StatementScript;
import io.leasehold.database.internal.sql.StatementValues;
import io.leasehold.database.spi.Account;
import io.leasehold.spi.engine.Renewal;
import io.leasehold.spi.time.TimeSource;

/** Makes sure that an account is there, and runs what the role says, or what moves the expiry where the server knows one. */
public final class AccountRenewal {

    private final AccountProduct product;
    private final TimeSource time;

    /**
     * Renewals of one target.
     *
     * @param product what is done the product's own way
     * @param time measures limits
     */
    public AccountRenewal(AccountProduct product, TimeSource time) {
        this.product = product;
        this.time = time;
    }

    /**
     * Moves an account's expiry.
     *
     * @param request the account
     * @param renewal the new expiry
     */
    public void renew(Account request, Renewal renewal) {
        StatementScript custom = product.scripts().renewal(request.renewal());
        StatementScript script = custom.isEmpty() ? product.scripts().renewal(product.defaultRenewal()) : custom;
        TimeLimit limit = TimeLimit.startingNow(renewal.timeLimit(), time);
        product.run(limit, product.errors(), request.username(), transaction -> {
            AccountLook look = product.look(transaction, request.username());
            if (!look.exists()) {
                throw product.errors().refused(product.called(request.username()) + " does not exist any more", false);
            }
            String expiration = product.expiration(renewal.expiresAt(), renewal.now(), look.serverTime());
            product.execute(
                    transaction,
                    script.render(StatementValues.none()
                            .name(custom.isEmpty() ? look.name() : request.username())
                            .expiration(expiration)));
            return true;
        });
    }
}
