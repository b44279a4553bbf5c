package io.leasehold.database;

import io.leasehold.testkit.server.SharedServers;

/** Users of Oracle's MySQL rotate under a busy pool. */
class MySqlRotationIT extends MySqlCompatibleRotation {

    MySqlRotationIT() {
        super(SharedServers.mySql());
    }
}
