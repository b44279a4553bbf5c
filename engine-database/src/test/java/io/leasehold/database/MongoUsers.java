package io.leasehold.database;

import static org.awaitility.Awaitility.await;

import io.leasehold.database.mongo.StandInMongo;
import java.time.Duration;
import org.awaitility.core.ConditionTimeoutException;

/** Users of the stand-in for MongoDB, who may read and write one database, to which they belong. */
record MongoUsers(StandInMongo server, String database) implements HandDrivenSecret.Users {

    private static final Duration CLOSING = Duration.ofSeconds(5);

    @Override
    public void create(String username, String password) {
        server.addUser(database, username, password, "readWrite");
    }

    @Override
    public void remove(String username) {
        if (server.hasUser(database, username)) {
            server.removeUser(database, username);
        }
    }

    /** A connection that the client has closed counts until the server's thread has read its end, which is waited for. */
    @Override
    public int sessionsOf(String username) {
        try {
            await().atMost(CLOSING).until(() -> server.connectionsOf(username) == 0);
        } catch (ConditionTimeoutException open) {
            // The count tells.
        }
        return server.connectionsOf(username);
    }
}
