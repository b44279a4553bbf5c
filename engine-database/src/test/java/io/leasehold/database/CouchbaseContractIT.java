package io.leasehold.database;

import io.leasehold.database.couchbase.CouchbaseUnderTest;
import io.leasehold.database.couchbase.StandInCouchbase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The Couchbase plugin keeps the contract of database plugins, with the stand-in as its server. */
class CouchbaseContractIT extends CouchbaseContract {

    private static StandInCouchbase server;

    @BeforeAll
    static void start() {
        server = StandInCouchbase.start();
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
