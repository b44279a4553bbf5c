package io.leasehold.storage;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The order of paths, which is made when somebody asks for it, and for those folders that they ask for: most entries are written
 * and read alone, and finding their place among many costs more than all the rest of a write. Not thread-safe.
 */
final class PathOrder {

    /** So many at a time, that others get their turn in between. */
    private static final int BATCH = 1000;

    private final NavigableSet<String> sorted = new TreeSet<>();

    /** By folder, what is not sorted yet; may hold paths that are gone by now, and some twice. No queue is empty. */
    private final NavigableMap<String, Queue<String>> unsorted = new TreeMap<>();

    /**
     * Adds a path.
     *
     * @param path the path
     * @param present all paths that there are, this one included
     */
    void add(String path, Set<String> present) {
        String folder = folder(path);
        Queue<String> notes = unsorted.computeIfAbsent(folder, first -> new ArrayDeque<>());
        notes.add(path);
        // Of one that comes and goes often, one note is enough.
        if (notes.size() > 2 * present.size() + BATCH) {
            sort(notes, notes.size(), present);
            unsorted.remove(folder);
        }
    }

    void remove(String path) {
        sorted.remove(path);
    }

    /**
     * Sorts some of what begins with a prefix and is not sorted yet.
     *
     * @param prefix the prefix
     * @param present all paths that there are
     * @return whether there may be more to sort
     */
    boolean sortSome(String prefix, Set<String> present) {
        int left = BATCH;
        Queue<String> around = unsorted.get(folder(prefix));
        if (around != null) {
            left = sort(around, left, present);
            if (around.isEmpty()) {
                unsorted.remove(folder(prefix));
            }
        }
        Iterator<Map.Entry<String, Queue<String>>> below =
                unsorted.tailMap(prefix, true).entrySet().iterator();
        while (left > 0 && below.hasNext()) {
            Map.Entry<String, Queue<String>> folder = below.next();
            if (!folder.getKey().startsWith(prefix)) {
                break;
            }
            left = sort(folder.getValue(), left, present);
            if (folder.getValue().isEmpty()) {
                below.remove();
            }
        }
        return left == 0;
    }

    /** Sorts so many, and says how many more would have been. */
    private int sort(Queue<String> notes, int most, Set<String> present) {
        int left = most;
        for (; left > 0 && !notes.isEmpty(); left--) {
            String path = notes.remove();
            if (present.contains(path)) {
                sorted.add(path);
            }
        }
        return left;
    }

    /**
     * The paths that begin with a prefix, from one on; behind them come others.
     *
     * @param prefix the prefix
     * @param from where to begin
     * @param inclusive whether with that one
     * @param present all paths that there are
     * @return them in order; a view
     */
    Iterable<String> from(String prefix, String from, boolean inclusive, Set<String> present) {
        while (sortSome(prefix, present)) {
            // What came since the last look.
        }
        return sorted.tailSet(from, inclusive);
    }

    /** How many notes there are of paths that are not sorted yet. */
    int unsorted() {
        return unsorted.values().stream().mapToInt(Queue::size).sum();
    }

    private static String folder(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }
}
