package io.leasehold.database.mssql;

import java.util.Map;
import java.util.TreeMap;

/** A database with its users and the owners of its schemas. Names ignore case, as those of a server usually do. */
final class StandInDatabase {

    /**
     * A user.
     *
     * @param sid that of its login, or one of its own
     * @param password its password in a contained database, or null
     * @param denied whether it may not connect any more
     */
    record User(int sid, String password, boolean denied) {}

    final Map<String, User> users = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    final Map<String, String> schemas = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    final Map<String, String> grants = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    User user(String name) throws SqlError {
        User user = users.get(name);
        if (user == null) {
            throw new SqlError(
                    15151,
                    "Cannot find the user '" + name + "', because it does not exist or you do not have permission.");
        }
        return user;
    }
}
