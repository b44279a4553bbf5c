package io.leasehold.database.mongo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bson.Document;

/**
 * The documents of the stand-in, and what it knows of "Query and Write Operation Commands": equality and {@code $gte} of numbers, cursors,
 * counting, change streams of inserts, and transactions whose writes appear with their commit. Thread-safe.
 */
final class StandInData {

    private static final int DEFAULT_BATCH = 101;

    private final Map<String, List<Document>> collections = new ConcurrentHashMap<>();
    private final Map<Object, List<Runnable>> transactions = new ConcurrentHashMap<>();
    private final StandInCursors cursors = new StandInCursors();

    /** Refuses what a user may not do. */
    interface Rights {

        void require(String database, String action) throws CommandError;
    }

    StandInCursors cursors() {
        return cursors;
    }

    /** Executes a command about data, or answers null to one that is about something else. */
    Document execute(String name, String database, Document command, StandInUser user, Rights rights)
            throws CommandError {
        switch (name) {
            case "find", "aggregate", "listIndexes" -> {
                rights.require(database, "find");
                return cursors.open(
                        namespace(database, command.getString(name)),
                        user,
                        batch(command),
                        switch (name) {
                            case "find" -> new StandInCursors.Fixed(found(database, command));
                            case "aggregate" -> aggregated(database, command);
                            default -> new StandInCursors.Fixed(List.of());
                        });
            }
            case "getMore" -> {
                rights.require(database, "find");
                return cursors.more((Long) command.get("getMore"), user, batch(command));
            }
            case "killCursors" -> {
                return cursors.kill(command.getList("cursors", Long.class));
            }
            case "insert" -> {
                rights.require(database, "insert");
                List<Document> documents = command.getList("documents", Document.class);
                List<Document> collection = documents(database, command.getString("insert"));
                inTransaction(command, () -> collection.addAll(documents));
                return ok().append("n", documents.size());
            }
            case "createIndexes" -> {
                rights.require(database, "insert");
                return ok();
            }
            case "commitTransaction", "abortTransaction" -> {
                List<Runnable> writes = transactions.remove(command.get("lsid"));
                if (writes == null) {
                    throw new CommandError(CommandError.NO_SUCH_TRANSACTION, "Given transaction is not in progress");
                }
                if (name.equals("commitTransaction")) {
                    rights.require("", "commit");
                    writes.forEach(Runnable::run);
                }
                return ok();
            }
            default -> {
                return null;
            }
        }
    }

    private void inTransaction(Document command, Runnable write) throws CommandError {
        if (command.getBoolean("autocommit", true)) {
            write.run();
            return;
        }
        Object session = command.get("lsid");
        if (command.getBoolean("startTransaction", false)) {
            transactions.put(session, new ArrayList<>());
        }
        List<Runnable> writes = transactions.get(session);
        if (writes == null) {
            throw new CommandError(CommandError.NO_SUCH_TRANSACTION, "Given transaction is not in progress");
        }
        writes.add(write);
    }

    private List<Document> found(String database, Document command) {
        Document filter = command.get("filter", new Document());
        int limit = command.get("limit", Integer.valueOf(0));
        return documents(database, command.getString("find")).stream()
                .filter(document -> matches(document, filter))
                .limit(limit == 0 ? Integer.MAX_VALUE : limit)
                .toList();
    }

    private StandInCursors.Source aggregated(String database, Document command) {
        List<Document> documents = documents(database, command.getString("aggregate"));
        List<Document> pipeline = command.getList("pipeline", Document.class);
        if (pipeline.get(0).containsKey("$changeStream")) {
            return new StandInCursors.Changes(namespace(database, command.getString("aggregate")), documents);
        }
        Document filter = pipeline.get(0).get("$match", new Document());
        int count = (int)
                documents.stream().filter(document -> matches(document, filter)).count();
        return new StandInCursors.Fixed(List.of(new Document("_id", 1).append("n", count)));
    }

    private static boolean matches(Document document, Document filter) {
        return filter.entrySet().stream().allMatch(wanted -> {
            Object value = document.get(wanted.getKey());
            if (wanted.getValue() instanceof Document operator && operator.containsKey("$gte")) {
                return value instanceof Number number
                        && number.intValue() >= ((Number) operator.get("$gte")).intValue();
            }
            Object equal = wanted.getValue() instanceof Document operator && operator.containsKey("$eq")
                    ? operator.get("$eq")
                    : wanted.getValue();
            return equal.equals(value);
        });
    }

    private List<Document> documents(String database, String collection) {
        return collections.computeIfAbsent(namespace(database, collection), name -> new CopyOnWriteArrayList<>());
    }

    private static int batch(Document command) {
        Object size = command.get("cursor", command).get("batchSize");
        return size == null ? DEFAULT_BATCH : ((Number) size).intValue();
    }

    private static String namespace(String database, String collection) {
        return database + "." + collection;
    }

    private static Document ok() {
        return new Document("ok", 1.0);
    }
}
