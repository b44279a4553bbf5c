package io.leasehold.database;

import com.mongodb.client.MongoClient;

/**
 * A {@link MongoClient} on a credential that rotates. What an application has made of it once, it can keep: a
 * {@code MongoDatabase}, a {@code MongoCollection}, a query, a GridFS bucket. Each operation runs on the client of the current
 * credential.
 *
 * <pre>{@code
 * try (RotatingMongoClient client = RotatingMongoClient.builder()
 *         .broker(broker)
 *         .path("database/creds/app")
 *         .url("mongodb://db1.example.com,db2.example.com/shop?replicaSet=rs0&tls=true")
 *         .build()) {
 *     MongoCollection<Document> orders = client.getDatabase("shop").getCollection("orders");
 *     ...
 * }
 * }</pre>
 *
 * <p>When the secret rotates, a second client of the driver logs in with the fresh credential and is used from then on. Operations
 * under way, open cursors, change streams and sessions with their transactions finish on the client that they began on. When the
 * last of them has ended, that client is closed and its lease let go; what is still open at the limit
 * ({@link io.leasehold.Rotation#drainLimit()}) ends with it, is counted and reported. While the target is down, the former
 * credential stays in use. An operation that could not be sent, since the credential was refused, waits for the next one and
 * runs on it. {@code docs/rotating-mongo-client.md} has the details.
 *
 * <p>A cursor or session is to be closed; one that nobody can reach any more is taken for closed. A session is taken by the
 * client that started it and no other. Without a rotation, an operation takes no lock of this library and does no I/O for it.
 * Thread-safe.
 *
 * <p>The methods of the driver's interfaces throw what they throw there, and {@link IllegalStateException} when this is closed.
 * Only this library implements this interface.
 */
public interface RotatingMongoClient extends MongoClient {

    /**
     * Starts a configuration.
     *
     * @return a builder; not thread-safe
     */
    static RotatingMongoClientBuilder builder() {
        return new RotatingMongoClientBuilder();
    }

    /**
     * How it is doing.
     *
     * @return a snapshot
     */
    MongoClientStatus status();

    /**
     * Ends it: begins nothing more, ends cursors and sessions, waits for operations under way at most the
     * {@linkplain RotatingMongoClientBuilder#closeTimeout close timeout}, closes the clients of the driver, and closes the secret
     * if it was made here, which revokes the lease. May be called repeatedly.
     */
    @Override
    void close();
}
