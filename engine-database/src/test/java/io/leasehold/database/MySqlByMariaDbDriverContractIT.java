package io.leasehold.database;

/** The same through MariaDB's driver without TLS: the password is sent under a key of the server's. */
class MySqlByMariaDbDriverContractIT extends MySqlContractIT {

    @Override
    public String connectionUrl() {
        return "jdbc:mariadb://" + proxyAddress() + "/?allowPublicKeyRetrieval=true";
    }
}
