package io.leasehold.internal.mount;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Who in this process wants to know that the value at a path is another one now. Thread-safe. */
public final class PathChanges {

    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    /** Starts without listeners. */
    public PathChanges() {}

    /**
     * Is told of every change from now on.
     *
     * @param listener takes full paths, mount included; returns at once
     */
    public void subscribe(Consumer<String> listener) {
        listeners.add(listener);
    }

    /**
     * Tells of a change.
     *
     * @param path the full path
     */
    void changed(String path) {
        listeners.forEach(listener -> listener.accept(path));
    }
}
