package io.leasehold.database.internal.postgresql;

import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.Transaction;
import java.util.List;

/**
 * The mark on an account: its comment, which tells the lease that it belongs to. A remover of an account whose creation was
 * never confirmed goes by it. A comment goes with its role.
 */
final class AccountMark {

    private static final String STEP = "mark the role by a comment";

    private AccountMark() {}

    /**
     * Marks a role that was just made, and makes sure that there is one.
     *
     * @return what the caller should know
     */
    static List<String> put(Transaction transaction, String username, String mark, boolean superuser)
            throws StepException {
        if (superuser) {
            transaction.execute(STEP, sql(username, mark));
            return List.of();
        }
        transaction.savepoint();
        try {
            transaction.execute(STEP, sql(username, mark));
            return List.of();
        } catch (StepException failure) {
            if (!failure.meaning().is(SqlState.INSUFFICIENT_PRIVILEGE)) {
                throw failure;
            }
            transaction.rollbackToSavepoint();
            return List.of("the administrator may not comment on the role, so it carries no mark of its lease");
        }
    }

    private static String sql(String username, String mark) {
        return "COMMENT ON ROLE " + SqlText.identifier(username) + " IS " + SqlText.literal(mark);
    }
}
