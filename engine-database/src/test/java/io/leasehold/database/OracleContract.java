package io.leasehold.database;

import io.leasehold.testkit.contract.DatabasePluginContract;
import java.util.List;

/** The contract, with Oracle's roles. */
abstract class OracleContract extends DatabasePluginContract {

    @Override
    public List<String> creationStatements() {
        return List.of("CREATE USER {{name}} IDENTIFIED BY \"{{password}}\"; GRANT CREATE SESSION TO {{name}};");
    }

    @Override
    public List<String> failingStatements() {
        return List.of(
                "CREATE USER {{username}} IDENTIFIED BY \"{{password}}\"",
                "GRANT SELECT ON NO_SUCH_TABLE TO {{username}}");
    }
}
