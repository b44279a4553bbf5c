package io.leasehold.database.internal.oracle;

import io.leasehold.database.oracle.StandInOracle;
import io.leasehold.database.spi.ConnectionSettings;
import io.leasehold.database.spi.DatabasePlugin;
import io.leasehold.database.spi.DatabaseTarget;
import io.leasehold.database.spi.Endpoint;
import io.leasehold.database.spi.PasswordRotation;
import io.leasehold.database.spi.RoleStatements;
import io.leasehold.database.spi.TargetIdentity;
import io.leasehold.database.spi.UsernameRules;
import java.util.List;

/** Oracle's plugin with the stand-in in place of Oracle's driver, under a name of its own. */
public final class StandInOraclePlugin implements DatabasePlugin, PasswordRotation {

    public static final String NAME = "oracle-stand-in-plugin";

    private final OraclePlugin plugin = new OraclePlugin(() -> StandInOracle.INSTANCE);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public UsernameRules usernames() {
        return plugin.usernames();
    }

    @Override
    public Endpoint describe(ConnectionSettings settings) {
        return plugin.describe(settings);
    }

    @Override
    public void check(RoleStatements statements) {
        plugin.check(statements);
    }

    @Override
    public DatabaseTarget open(ConnectionSettings settings, TargetIdentity identity) {
        return plugin.open(settings, identity);
    }

    @Override
    public void checkRotation(String field, List<String> statements) {
        plugin.checkRotation(field, statements);
    }

    @Override
    public boolean logsInByFields(ConnectionSettings settings) {
        return plugin.logsInByFields(settings);
    }
}
