package io.leasehold.database;

import io.leasehold.testkit.server.SharedServers;

/** Users of MariaDB change their own passwords. */
class MariaDbSelfManagedIT extends MySqlCompatibleSelfManaged {

    MariaDbSelfManagedIT() {
        super(SharedServers.mariaDb());
    }

    @Override
    protected String statement() {
        return "SET PASSWORD = PASSWORD('{{password}}')";
    }
}
