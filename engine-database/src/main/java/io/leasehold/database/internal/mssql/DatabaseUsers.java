package io.leasehold.database.internal.mssql;

import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.Transaction;
import java.util.List;

/** The users that databases have of a login. Nothing that a user owns is dropped: it goes to the owner of the database. */
final class DatabaseUsers {

    private static final String DATABASES =
            "SELECT name FROM sys.databases WHERE state = 0 AND is_read_only = 0 AND HAS_DBACCESS(name) = 1";

    private DatabaseUsers() {}

    /** Drops the users of a login in every database that the administrator can work in. */
    static void dropAll(Transaction transaction, String login) throws StepException {
        for (String database : transaction.texts("look for databases", DATABASES)) {
            String prefix = MsSqlText.identifier(database) + ".";
            List<String> users = transaction.texts(
                    "look for users of the login",
                    "SELECT name FROM " + prefix + "sys.database_principals WHERE sid = SUSER_SID(?)",
                    login);
            for (String user : users) {
                transaction.execute("use the database", "USE " + MsSqlText.identifier(database));
                drop(transaction, prefix, user);
            }
        }
    }

    /** Drops a user of the database that the session is in. */
    static void drop(Transaction transaction, String prefix, String user) throws StepException {
        String schemas = "SELECT s.name FROM " + prefix + "sys.schemas AS s JOIN " + prefix
                + "sys.database_principals AS p ON s.principal_id = p.principal_id WHERE p.name = ?";
        for (String schema : transaction.texts("look for schemas of the user", schemas, user)) {
            transaction.execute(
                    "give the user's schemas to dbo",
                    "ALTER AUTHORIZATION ON SCHEMA::" + MsSqlText.identifier(schema) + " TO [dbo]");
        }
        transaction.execute("drop the user", "DROP USER IF EXISTS " + MsSqlText.identifier(user));
    }
}
