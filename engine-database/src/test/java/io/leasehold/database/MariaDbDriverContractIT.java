package io.leasehold.database;

/** The same through MariaDB's driver. */
class MariaDbDriverContractIT extends MariaDbContractIT {

    @Override
    public String connectionUrl() {
        return "jdbc:mariadb://" + proxyAddress() + "/";
    }
}
