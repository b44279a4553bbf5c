package io.leasehold.database.internal.influxdb;

import io.leasehold.database.internal.admin.TargetErrors;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.http.AdminLink;
import io.leasehold.database.internal.http.HttpException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Looks whether a server can be worked with: that it is InfluxDB 1, that the administrator may see users, which is the right to all
 * else too, and that nobody gets in without a login. Changes nothing.
 */
final class ServerCheck {

    /** What InfluxDB 1 says of itself: a number, with a v before it in some builds. */
    private static final Pattern VERSION_1 = Pattern.compile("v?1\\..*");

    private static final String OPEN_TO_ALL =
            "the server does not ask for logins (its auth-enabled is off): whoever reaches it"
                    + " may do everything, and revoking a lease takes nothing away";

    private ServerCheck() {}

    /** What the writer of the connection should know. */
    static List<String> check(AdminLink link, TargetErrors errors, TimeLimit limit) throws HttpException {
        InfluxSession session = InfluxSession.of(link, limit);
        String version = session.version();
        if (!version.isEmpty() && !VERSION_1.matcher(version).matches()) {
            throw errors.refused(
                    "the server is InfluxDB " + version + ", which has tokens instead of users with passwords: only"
                            + " InfluxDB 1 is supported",
                    false);
        }
        session.users();
        return isOpenToAll(link, limit) ? List.of(OPEN_TO_ALL) : List.of();
    }

    private static boolean isOpenToAll(AdminLink link, TimeLimit limit) throws HttpException {
        try {
            InfluxSession.anonymous(link, limit).ping();
            return true;
        } catch (HttpException failure) {
            if (failure.failure().loginRefused()) {
                return false;
            }
            throw failure;
        }
    }
}
