package io.leasehold.database;

import io.leasehold.testkit.server.SharedServers;

/** The MySQL plugin keeps the contract of database plugins on Oracle's MySQL, through MySQL's driver over TLS. */
class MySqlContractIT extends MySqlCompatibleContract {

    MySqlContractIT() {
        super(SharedServers.mySql());
    }

    /** A name without an account is shown a plugin at random, and MariaDB's driver does not know all of them. */
    @Override
    String userUrl() {
        return server.mysqlUrl("");
    }
}
