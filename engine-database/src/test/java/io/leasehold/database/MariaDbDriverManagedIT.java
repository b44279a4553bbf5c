package io.leasehold.database;

import io.leasehold.testkit.contract.DatabasePluginContract;

/** The same through MariaDB's driver. */
class MariaDbDriverManagedIT extends MariaDbManagedIT {

    @Override
    DatabasePluginContract newDatabase() {
        return new MariaDbDriverContractIT();
    }
}
