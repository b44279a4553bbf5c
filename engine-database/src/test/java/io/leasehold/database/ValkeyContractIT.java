package io.leasehold.database;

import io.leasehold.testkit.server.SharedServers;

/** On Valkey the plugin keeps the contract of database plugins, too, under the name that Valkey has. */
class ValkeyContractIT extends RedisContract {

    ValkeyContractIT() {
        super(SharedServers.valkey());
    }

    @Override
    public String pluginName() {
        return "valkey-database-plugin";
    }
}
