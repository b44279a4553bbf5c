package io.leasehold.database.internal.postgresql;

import io.leasehold.database.internal.admin.AdminSessions;
import io.leasehold.database.internal.admin.Expiration;
import io.leasehold.database.internal.admin.ServerErrors;
import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.Transaction;
import io.leasehold.database.internal.sql.RenderedStatement;
import io.leasehold.database.internal.sql.StatementScript;
import io.leasehold.database.internal.sql.StatementValues;
import io.leasehold.database.spi.AccountCredential;
import io.leasehold.database.spi.NewAccount;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.spi.engine.Creation;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Makes a user in one transaction:
 *
 * <ol>
 *   <li>limits, the account's exclusion, and a look whether the name is taken (one round trip);
 *   <li>the check that the lease still waits for this creation;
 *   <li>the role's statements, one by one, under the lock on privileges if they grant anything;
 *   <li>the mark;
 *   <li>the commit. Whatever fails before it leaves nothing.
 * </ol>
 */
final class AccountCreation {

    private final AdminSessions sessions;
    private final PasswordForm passwordForm;

    AccountCreation(AdminSessions sessions, PasswordForm passwordForm) {
        this.sessions = sessions;
        this.passwordForm = passwordForm;
    }

    List<String> create(NewAccount account, Creation creation) {
        StatementScript script = PostgresPlugin.SCRIPTS.creation(account.creation());
        if (script.isEmpty()) {
            throw new InvalidRequestException("creation_statements", "empty creation statements");
        }
        if (!(account.credential() instanceof AccountCredential.Password secret)) {
            // The server knows a certificate by its authority and by the user's name: there is nothing to write.
            return create(account, script, creation, values -> values, sessions::errors);
        }
        try (SentPassword password = SentPassword.of(secret.password(), passwordForm)) {
            return create(
                    account,
                    script,
                    creation,
                    values -> values.password(password.get()),
                    () -> sessions.errors()
                            .masking(secret.password().reveal(), password.get().reveal()));
        }
    }

    private List<String> create(
            NewAccount account,
            StatementScript script,
            Creation creation,
            UnaryOperator<StatementValues> credential,
            Supplier<ServerErrors> errors) {
        try {
            return sessions.tryTransact(
                    creation::timeLeft, transaction -> create(transaction, account, script, credential, creation));
        } catch (StepException failure) {
            throw errors.get().of(failure, AdminSessions.outcomeUnknown(failure));
        }
    }

    private List<String> create(
            Transaction transaction,
            NewAccount account,
            StatementScript script,
            UnaryOperator<StatementValues> credential,
            Creation creation)
            throws StepException {
        AccountState state = AccountQueries.lockAndFind(transaction, account.username());
        if (state.exists()) {
            throw sessions.errors()
                    .refused("role \"" + account.username() + "\" already exists and was left alone", false);
        }
        String expiration = Expiration.text(creation.expiresAt(), creation.now(), state.serverTime());
        List<RenderedStatement> statements = script.render(
                credential.apply(StatementValues.none().name(account.username()).expiration(expiration)));
        creation.confirm();
        RoleDdl.run(transaction, statements);
        try {
            return AccountMark.put(transaction, account.username(), account.mark(), state.superuser());
        } catch (StepException failure) {
            if (failure.meaning().is(SqlState.UNDEFINED_OBJECT)) {
                throw sessions.errors().refused("creation_statements: they did not create the role {{name}}", false);
            }
            throw failure;
        }
    }
}
