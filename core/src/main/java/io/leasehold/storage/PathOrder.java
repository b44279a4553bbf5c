package io.leasehold.storage;

import java.util.ArrayDeque;
import java.util.NavigableSet;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;

/**
 * The order of paths, which is made when somebody asks for it: most entries are written and read alone, and finding their place
 * among many costs more than all the rest of a write. Not thread-safe.
 */
final class PathOrder {

    /** So many at a time, that others get their turn in between. */
    private static final int BATCH = 1000;

    private final NavigableSet<String> sorted = new TreeSet<>();

    /** May hold paths that are gone by now, and some twice. */
    private Queue<String> unsorted = new ArrayDeque<>();

    /**
     * Adds a path.
     *
     * @param path the path
     * @param present all paths that there are, this one included
     */
    void add(String path, Set<String> present) {
        unsorted.add(path);
        // Of one that comes and goes often, one note is enough.
        if (unsorted.size() > 2 * present.size() + BATCH) {
            sorted.addAll(present);
            unsorted = new ArrayDeque<>();
        }
    }

    void remove(String path) {
        sorted.remove(path);
    }

    /**
     * Sorts some of what is not sorted yet.
     *
     * @param present all paths that there are
     * @return whether there is more to sort
     */
    boolean sortSome(Set<String> present) {
        for (int i = 0; i < BATCH && !unsorted.isEmpty(); i++) {
            String path = unsorted.remove();
            if (present.contains(path)) {
                sorted.add(path);
            }
        }
        return !unsorted.isEmpty();
    }

    /** How many notes there are of paths that are not sorted yet. */
    int unsorted() {
        return unsorted.size();
    }

    /**
     * All paths from one on.
     *
     * @param from where to begin
     * @param inclusive whether with that one
     * @param present all paths that there are
     * @return them in order; a view
     */
    Iterable<String> from(String from, boolean inclusive, Set<String> present) {
        while (sortSome(present)) {
            // What came since the last look.
        }
        return sorted.tailSet(from, inclusive);
    }
}
