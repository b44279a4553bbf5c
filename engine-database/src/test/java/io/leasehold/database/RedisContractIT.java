package io.leasehold.database;

import io.leasehold.testkit.server.SharedServers;

/** The Redis plugin keeps the contract of database plugins. */
class RedisContractIT extends RedisContract {

    RedisContractIT() {
        super(SharedServers.redis());
    }
}
