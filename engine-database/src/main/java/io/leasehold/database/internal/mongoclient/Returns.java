package io.leasehold.database.internal.mongoclient;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCluster;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.MongoIterable;
import java.lang.reflect.Method;
import java.util.Iterator;
import java.util.Spliterator;

/** What a method of the driver's interfaces returns, as far as it matters on which client it was called. */
enum Returns {
    /** A cluster, database or collection, from which operations start; making one asks the server for nothing. */
    VIEW,
    /** A query that is not executed yet. */
    QUERY,
    /** A query under way. */
    CURSOR,
    /** A session. */
    SESSION,
    /** A Java iteration, which is made of a cursor. */
    SPLITERATOR,
    /** Nothing, or a value that has nothing more to do with the client. */
    VALUE,
    /** An interface of the driver's that this library does not know: it would stay on one client for ever. */
    UNKNOWN;

    private static final String DRIVER = MongoCluster.class.getPackageName();

    static Returns of(Method method) {
        Class<?> type = method.getReturnType();
        if (MongoIterable.class.isAssignableFrom(type)) {
            return QUERY;
        }
        if (MongoCluster.class.isAssignableFrom(type) || type == MongoDatabase.class || type == MongoCollection.class) {
            return VIEW;
        }
        // An Iterator is what the iterator() of plain Java is declared to return.
        if (MongoCursor.class.isAssignableFrom(type) || type == Iterator.class) {
            return CURSOR;
        }
        if (ClientSession.class.isAssignableFrom(type)) {
            return SESSION;
        }
        if (type == Spliterator.class) {
            return SPLITERATOR;
        }
        return type.isInterface() && type.getPackageName().equals(DRIVER) ? UNKNOWN : VALUE;
    }
}
