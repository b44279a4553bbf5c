package io.leasehold.database;

import io.leasehold.database.mssql.SqlServerUnderTest;
import io.leasehold.database.mssql.StandInSqlServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The SQL Server plugin keeps the contract of database plugins, with the stand-in as its server. */
class SqlServerContractIT extends SqlServerContract {

    private static StandInSqlServer server;

    @BeforeAll
    static void start() {
        server = StandInSqlServer.start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    /** The running stand-in. */
    static StandInSqlServer standIn() {
        return server;
    }

    @Override
    SqlServerUnderTest server() {
        return server;
    }
}
