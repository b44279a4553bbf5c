package io.leasehold.database;

import io.leasehold.testkit.server.MariaDbServer;
import io.leasehold.testkit.server.MySqlCompatibleServer;

/** Users of a MariaDB with certificates. */
class MariaDbCertificateIT extends MySqlCompatibleCertificates {

    @Override
    MySqlCompatibleServer startWithTls() {
        return MariaDbServer.startWithTls();
    }
}
