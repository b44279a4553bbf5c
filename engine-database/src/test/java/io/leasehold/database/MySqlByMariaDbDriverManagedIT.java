package io.leasehold.database;

import io.leasehold.testkit.contract.DatabasePluginContract;

/** The same through MariaDB's driver. */
class MySqlByMariaDbDriverManagedIT extends MySqlManagedIT {

    @Override
    DatabasePluginContract newDatabase() {
        return new MySqlByMariaDbDriverContractIT();
    }
}
