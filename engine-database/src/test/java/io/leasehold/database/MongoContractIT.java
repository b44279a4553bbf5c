package io.leasehold.database;

import io.leasehold.database.mongo.MongoUnderTest;
import io.leasehold.database.mongo.StandInMongo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The MongoDB plugin keeps the contract of database plugins, with the stand-in as its server. */
class MongoContractIT extends MongoContract {

    private static StandInMongo server;

    @BeforeAll
    static void start() {
        server = StandInMongo.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    MongoUnderTest server() {
        return server;
    }
}
