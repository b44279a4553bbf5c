package io.leasehold.database.internal.oracle;

import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The users that a name may mean: a statement that holds it without quotes makes one in capitals ("Database Object Names and
 * Qualifiers", Oracle SQL reference).
 *
 * @param names as the server has them
 * @param serverTime the server's time
 */
record NameLook(List<String> names, Instant serverTime) {

    static final String SQL = "SELECT u.username,"
            + " ROUND((CAST(SYS_EXTRACT_UTC(SYSTIMESTAMP) AS DATE) - DATE '1970-01-01') * 86400) AS server_time"
            + " FROM dual LEFT JOIN all_users u ON u.username = ? OR u.username = UPPER(?)";

    NameLook {
        names = List.copyOf(names);
    }

    static NameLook at(Transaction transaction, String username) throws StepException {
        return transaction.query(
                "look up the account",
                SQL,
                rows -> {
                    List<String> names = new ArrayList<>();
                    Instant serverTime = Instant.EPOCH;
                    while (rows.next()) {
                        String name = rows.getString(1);
                        if (name != null) {
                            names.add(name);
                        }
                        serverTime = Instant.ofEpochSecond(rows.getLong(2));
                    }
                    return new NameLook(names, serverTime);
                },
                username,
                username);
    }
}
