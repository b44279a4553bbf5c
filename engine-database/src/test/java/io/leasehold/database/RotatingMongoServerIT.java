package io.leasehold.database;

import io.leasehold.database.mongo.MongoUnderTest;
import io.leasehold.database.mongo.RealMongo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** On MongoDB itself, in a container. */
@Tag("docker")
class RotatingMongoServerIT extends RotatingMongoBehaviour {

    private static RealMongo server;

    @BeforeAll
    static void start() {
        server = RealMongo.start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    MongoUnderTest server() {
        return server;
    }
}
