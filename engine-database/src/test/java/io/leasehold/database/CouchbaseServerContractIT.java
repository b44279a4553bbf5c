package io.leasehold.database;

import io.leasehold.database.couchbase.CouchbaseUnderTest;
import io.leasehold.database.couchbase.RealCouchbase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The Couchbase plugin keeps the contract of database plugins on Couchbase itself, in a container. */
@Tag("docker")
class CouchbaseServerContractIT extends CouchbaseContract {

    private static RealCouchbase server;

    @BeforeAll
    static void start() {
        server = RealCouchbase.start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    CouchbaseUnderTest server() {
        return server;
    }
}
