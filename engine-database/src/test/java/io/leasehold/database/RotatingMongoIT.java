package io.leasehold.database;

import io.leasehold.database.mongo.MongoUnderTest;
import io.leasehold.database.mongo.StandInMongo;
import org.junit.jupiter.api.AfterEach;

/** With the stand-in as the server. */
class RotatingMongoIT extends RotatingMongoBehaviour {

    private final StandInMongo server = StandInMongo.start();

    @Override
    MongoUnderTest server() {
        return server;
    }

    @AfterEach
    void stop() {
        server.close();
    }
}
