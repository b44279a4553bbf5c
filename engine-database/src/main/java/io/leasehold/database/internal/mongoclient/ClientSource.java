package io.leasehold.database.internal.mongoclient;

import com.mongodb.client.MongoClient;
import io.leasehold.database.internal.drain.Login;
import java.time.Duration;

/** Where clients of the driver come from. Implementations are thread-safe. */
interface ClientSource {

    /** Makes a client, which starts the driver's monitors; whether the login is taken shows with the first operation. */
    MongoClient open(Login login);

    /**
     * Logs in, and waits for an answer.
     *
     * @param client the client
     * @throws com.mongodb.MongoException when it was refused, or nobody answered in time
     */
    void ping(MongoClient client);

    /** How long an operation waits for a credential that works, unless it has a timeout of its own. */
    Duration patience();
}
