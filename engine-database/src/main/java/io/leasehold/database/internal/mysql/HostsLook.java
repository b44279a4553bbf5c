package io.leasehold.database.internal.mysql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known of a user name, seen under its exclusion.
 *
 * @param hosts the hosts of the accounts that have the name; a name may have several accounts
 * @param serverTime the server's time
 */
record HostsLook(List<String> hosts, Instant serverTime) {

    static final String SQL = """
            SELECT u.Host AS host, u.User IS NOT NULL AS found,
                   CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED) AS server_time
              FROM (SELECT 1 AS one) AS o LEFT JOIN mysql.user u ON u.User = ?""";

    HostsLook {
        hosts = List.copyOf(hosts);
    }

    boolean exists() {
        return !hosts.isEmpty();
    }

    static HostsLook read(ResultSet rows) throws SQLException {
        List<String> hosts = new ArrayList<>();
        Instant serverTime = Instant.EPOCH;
        while (rows.next()) {
            serverTime = Instant.ofEpochMilli(rows.getLong("server_time"));
            if (rows.getBoolean("found")) {
                hosts.add(String.valueOf(rows.getString("host")));
            }
        }
        return new HostsLook(hosts, serverTime);
    }
}
