package io.leasehold.database.mongo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;

/** The cursors of the stand-in. One belongs to the user that opened it. Thread-safe. */
final class StandInCursors {

    private final Map<Long, Open> open = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong(1000);

    private record Open(String namespace, StandInUser owner, Source source) {}

    /** What a cursor has to give. */
    sealed interface Source {

        /** Takes some documents. */
        List<Document> next(int most);

        boolean hasEnded();
    }

    /** A result that was known when the cursor was opened. */
    static final class Fixed implements Source {

        private final List<Document> rest;

        Fixed(List<Document> rest) {
            this.rest = new ArrayList<>(rest);
        }

        @Override
        public synchronized List<Document> next(int most) {
            List<Document> batch = rest.subList(0, Math.min(most, rest.size()));
            List<Document> taken = List.copyOf(batch);
            batch.clear();
            return taken;
        }

        @Override
        public synchronized boolean hasEnded() {
            return rest.isEmpty();
        }
    }

    /** What is inserted from now on ("Change Streams"). */
    static final class Changes implements Source {

        private final String namespace;
        private final List<Document> documents;
        private int seen;

        Changes(String namespace, List<Document> documents) {
            this.namespace = namespace;
            this.documents = documents;
            this.seen = documents.size();
        }

        @Override
        public synchronized List<Document> next(int most) {
            List<Document> events = new ArrayList<>();
            while (events.size() < most && seen < documents.size()) {
                Document inserted = documents.get(seen++);
                int dot = namespace.indexOf('.');
                events.add(new Document("_id", new Document("_data", String.valueOf(seen)))
                        .append("operationType", "insert")
                        .append(
                                "ns",
                                new Document("db", namespace.substring(0, dot))
                                        .append("coll", namespace.substring(dot + 1)))
                        .append("documentKey", new Document("_id", inserted.get("_id")))
                        .append("fullDocument", inserted));
            }
            return events;
        }

        @Override
        public boolean hasEnded() {
            return false;
        }
    }

    Document open(String namespace, StandInUser owner, int batch, Source source) {
        List<Document> first = source.next(batch);
        long id = source.hasEnded() ? 0 : last.incrementAndGet();
        if (id != 0) {
            open.put(id, new Open(namespace, owner, source));
        }
        return answer(id, namespace, "firstBatch", first);
    }

    Document more(long id, StandInUser user, int batch) throws CommandError {
        Open cursor = open.get(id);
        if (cursor == null) {
            throw new CommandError(CommandError.CURSOR_NOT_FOUND, "cursor id " + id + " not found");
        }
        if (!cursor.owner().id().equals(user.id())) {
            throw new CommandError(
                    CommandError.UNAUTHORIZED, "cursor id " + id + " was not created by the authenticated user");
        }
        List<Document> next = cursor.source().next(batch);
        boolean ended = cursor.source().hasEnded();
        if (ended) {
            open.remove(id);
        }
        return answer(ended ? 0 : id, cursor.namespace(), "nextBatch", next);
    }

    Document kill(List<Long> ids) {
        ids.forEach(open::remove);
        return new Document("ok", 1.0).append("cursorsKilled", ids);
    }

    /** Ends the cursors of a user. */
    void killOf(String database, String name) {
        open.values()
                .removeIf(cursor -> cursor.owner().name().equals(name)
                        && cursor.owner().database().equals(database));
    }

    /** How many are open. */
    int count() {
        return open.size();
    }

    private static Document answer(long id, String namespace, String batch, List<Document> documents) {
        return new Document("ok", 1.0)
                .append("cursor", new Document("id", id).append("ns", namespace).append(batch, documents));
    }
}
