package io.leasehold.database;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;

/** Threads that insert, find, walk through a cursor and count, as fast as they can, on a collection that they keep. */
final class BusyMongo implements AutoCloseable {

    static final int WALKED = 30;

    private final MongoCollection<Document> collection;
    private final int batch;
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong operations = new AtomicLong();
    private volatile boolean stopped;

    BusyMongo(MongoClient client, String database, int count) {
        this(client, database, count, 7);
    }

    /** With a batch size; of {@link #WALKED} and more, so that no cursor stays open. */
    BusyMongo(MongoClient client, String database, int count, int batch) {
        this.batch = batch;
        collection = client.getDatabase(database).getCollection("busy");
        MongoCollection<Document> walked = client.getDatabase(database).getCollection("walked");
        for (int i = 0; i < WALKED; i++) {
            walked.insertOne(new Document("_id", i));
        }
        for (int i = 0; i < count; i++) {
            int number = i;
            Thread thread = new Thread(() -> work(number, walked), "busy-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    private void work(int number, MongoCollection<Document> walked) {
        int round = 0;
        while (!stopped) {
            try {
                // One document each, so that the collection stays small enough to be searched by the stand-in.
                if (round++ == 0) {
                    collection.insertOne(new Document("_id", number));
                }
                Document found = collection.find(Filters.eq("_id", number)).first();
                int seen = 0;
                for (Document each : walked.find().batchSize(batch)) {
                    seen += each.isEmpty() ? 0 : 1;
                }
                long counted = walked.countDocuments();
                if (found == null || seen != WALKED || counted != WALKED) {
                    failures.add(new AssertionError(found + ", " + seen + ", " + counted));
                }
                operations.addAndGet(3);
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
    }

    long operations() {
        return operations.get();
    }

    List<Throwable> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        stopped = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while stopping", e);
            }
        }
    }
}
