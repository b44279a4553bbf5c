package io.leasehold.database;

import io.leasehold.testkit.server.SharedServers;

/** Users of Oracle's MySQL change their own passwords. */
class MySqlSelfManagedIT extends MySqlCompatibleSelfManaged {

    MySqlSelfManagedIT() {
        super(SharedServers.mySql());
    }

    @Override
    protected String statement() {
        return "SET PASSWORD = '{{password}}'";
    }
}
