package io.leasehold.database.mongo;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bson.Document;

/** What the stand-in keeps over a restart, and what it notes for tests. Thread-safe. */
final class StandInState {

    private final boolean authorizes;
    private final StandInRights rights = new StandInRights();
    private final StandInUsers users = new StandInUsers(rights);
    private final StandInData data = new StandInData();
    private final List<Document> killed = new CopyOnWriteArrayList<>();
    private final List<Document> received = new CopyOnWriteArrayList<>();
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();

    StandInState(boolean authorizes) {
        this.authorizes = authorizes;
    }

    /**
     * A wrong answer to the next command of a name.
     *
     * @param command the name
     * @param executed whether the command has its effect nevertheless
     * @param answer the answer
     */
    record Fault(String command, boolean executed, Document answer) {}

    boolean authorizes() {
        return authorizes;
    }

    StandInRights rights() {
        return rights;
    }

    StandInUsers users() {
        return users;
    }

    StandInData data() {
        return data;
    }

    /** Whose sessions were ended, by {@code user} and {@code db}. */
    List<Document> killed() {
        return killed;
    }

    /** The commands that came, passwords included. */
    List<Document> received() {
        return received;
    }

    void fail(Fault fault) {
        faults.add(fault);
    }

    Document answer(StandInSession session, Document command) {
        received.add(command);
        Fault fault = faults.peek();
        boolean faulty = fault != null && command.containsKey(fault.command());
        if (faulty) {
            faults.remove();
        }
        Document answer = null;
        if (!faulty || fault.executed()) {
            try {
                answer = session.execute(command);
            } catch (CommandError refusal) {
                answer = refusal.answer();
            }
        }
        return faulty ? fault.answer() : answer;
    }
}
