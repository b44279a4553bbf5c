package io.leasehold.database;

import io.leasehold.database.mssql.RealSqlServer;
import io.leasehold.database.mssql.SqlServerUnderTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The SQL Server plugin keeps the contract of database plugins on SQL Server itself, in a container. */
@Tag("docker")
class SqlServerDockerIT extends SqlServerContract {

    private static RealSqlServer server;

    @BeforeAll
    static void start() {
        server = RealSqlServer.start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    SqlServerUnderTest server() {
        return server;
    }
}
