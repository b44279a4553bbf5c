package io.leasehold.database;

import io.leasehold.testkit.server.SharedServers;

/** The MySQL plugin keeps the contract of database plugins on a MariaDB, through MySQL's driver. */
class MariaDbContractIT extends MySqlCompatibleContract {

    MariaDbContractIT() {
        super(SharedServers.mariaDb());
    }

    @Override
    String userUrl() {
        return server.jdbcUrl("");
    }
}
