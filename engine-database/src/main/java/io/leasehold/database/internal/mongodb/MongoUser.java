package io.leasehold.database.internal.mongodb;

import org.bson.Document;

/**
 * A user that is there.
 *
 * @param name its name
 * @param database the database that it belongs to
 * @param mark the lease that it was made for, empty when it was made by somebody else
 */
record MongoUser(String name, String database, String mark) {

    /** The part of {@code customData} with the mark; known to the brokers of other versions: never change it. */
    private static final String MARK = "leasehold";

    /** What a new user carries. */
    static Document customData(String mark) {
        return new Document(MARK, mark);
    }

    /** Reads one user out of the answer of {@code usersInfo}. */
    static MongoUser of(Document user) {
        Object mark = user.get("customData") instanceof Document custom ? custom.get(MARK) : null;
        return new MongoUser(
                String.valueOf(user.get("user")),
                String.valueOf(user.get("db")),
                mark == null ? "" : String.valueOf(mark));
    }
}
