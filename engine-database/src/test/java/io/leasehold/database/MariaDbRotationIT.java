package io.leasehold.database;

import io.leasehold.testkit.server.SharedServers;

/** Users of a MariaDB rotate under a busy pool. */
class MariaDbRotationIT extends MySqlCompatibleRotation {

    MariaDbRotationIT() {
        super(SharedServers.mariaDb());
    }
}
