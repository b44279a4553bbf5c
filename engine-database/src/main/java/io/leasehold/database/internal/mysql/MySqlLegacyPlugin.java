package io.leasehold.database.internal.mysql;

import io.leasehold.database.internal.username.UsernameTemplate;
import io.leasehold.database.spi.UsernameRules;
import java.util.Set;

/** MySQL before 5.7, which keeps 16 characters of a user name. */
public final class MySqlLegacyPlugin extends MySqlPlugin {

    private static final UsernameRules USERNAMES =
            new UsernameRules(UsernameTemplate.MYSQL_LEGACY_DEFAULT, UsernameTemplate.MYSQL_LEGACY_MAX_BYTES);

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
