package io.leasehold.database.internal.mysql;

import io.leasehold.database.spi.UsernameRules;
import java.util.Set;

/** MySQL before 5.7, which keeps 16 characters of a user name. */
public final class MySqlLegacyPlugin extends MySqlPlugin {

    /** What MySQL before 5.7 keeps of a user name. */
    private static final int LONGEST_NAME = 16;

    private static final UsernameRules USERNAMES = new UsernameRules(
            "{{ printf \"v-%s-%s\" (.RoleName | truncate 4) (random 20) | truncate 16 }}", LONGEST_NAME);

    /** For the service loader. */
    public MySqlLegacyPlugin() {
        super(USERNAMES);
    }

    @Override
    public String name() {
        return "mysql-legacy-database-plugin";
    }

    @Override
    public Set<String> otherNames() {
        return Set.of();
    }
}
