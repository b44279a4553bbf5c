package io.leasehold.database.internal.snowflake;

import io.leasehold.database.internal.account.ServerLooks;
import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.Transaction;
import io.leasehold.database.spi.ListedAccount;
import java.util.List;
import java.util.OptionalInt;

/** What the service is asked. It has no limit of connections, and rights belong to roles, which only their use shows. */
final class SnowflakeLooks implements ServerLooks {

    @Override
    public List<String> rights(Transaction transaction) throws StepException {
        UserLook.names(transaction, "LEASEHOLD");
        return List.of();
    }

    @Override
    public OptionalInt maxConnections(Transaction transaction) {
        return OptionalInt.empty();
    }

    @Override
    public List<ListedAccount> accounts(Transaction transaction) throws StepException {
        return UserLook.all(transaction);
    }
}
