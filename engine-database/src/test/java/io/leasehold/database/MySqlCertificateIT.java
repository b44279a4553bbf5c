package io.leasehold.database;

import io.leasehold.testkit.server.MySqlCompatibleServer;
import io.leasehold.testkit.server.MySqlServer;

/** Users of Oracle's MySQL with certificates. */
class MySqlCertificateIT extends MySqlCompatibleCertificates {

    @Override
    MySqlCompatibleServer startWithTls() {
        return MySqlServer.startWithTls();
    }
}
