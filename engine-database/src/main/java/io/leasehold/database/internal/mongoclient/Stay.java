package io.leasehold.database.internal.mongoclient;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicBoolean;

/** A cursor or a session that is open on a generation, until it is closed or nobody can reach it any more. Thread-safe. */
final class Stay extends WeakReference<Object> {

    /** What stays. */
    enum Kind {
        CURSOR,
        SESSION
    }

    private final ClientGeneration generation;
    private final Kind kind;
    private final AtomicBoolean over = new AtomicBoolean();

    /** For {@link ClientGeneration#stay}, which has entered for it. */
    Stay(ClientGeneration generation, Kind kind, Object holder, ReferenceQueue<Object> abandoned) {
        super(holder, abandoned);
        this.generation = generation;
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    ClientGeneration generation() {
        return generation;
    }

    /** Leaves the generation. Returns false when it had left before. */
    boolean end() {
        if (!over.compareAndSet(false, true)) {
            return false;
        }
        generation.remove(this);
        generation.leave();
        return true;
    }
}
