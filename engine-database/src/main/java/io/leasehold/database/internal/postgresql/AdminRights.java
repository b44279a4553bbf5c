package io.leasehold.database.internal.postgresql;

import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks whether the administrator can do the work. */
final class AdminRights {

    private static final String LOOK = """
            SELECT r.rolsuper, r.rolcreaterole, pg_catalog.pg_is_in_recovery() AS standby,
                   pg_catalog.current_setting('server_version_num')::int AS version
              FROM pg_catalog.pg_roles r WHERE r.rolname = current_user""";

    private static final int OLDEST = 150000;

    private AdminRights() {}

    /** What the writer of the connection should know. */
    static List<String> check(Transaction transaction) throws StepException {
        List<String> warnings = transaction.query("look at the administrator's rights", LOOK, AdminRights::read);
        transaction.commit();
        return warnings;
    }

    private static List<String> read(ResultSet rows) throws SQLException {
        rows.next();
        List<String> warnings = new ArrayList<>();
        if (!rows.getBoolean("rolsuper") && !rows.getBoolean("rolcreaterole")) {
            warnings.add("the administrator is neither superuser nor has CREATEROLE, so it cannot make users itself");
        }
        if (rows.getBoolean("standby")) {
            warnings.add("the server is a standby and takes no changes now");
        }
        if (rows.getInt("version") < OLDEST) {
            warnings.add("the server is older than PostgreSQL 15, the oldest version that is tested");
        }
        return warnings;
    }
}
