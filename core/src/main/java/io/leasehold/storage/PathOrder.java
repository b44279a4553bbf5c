package io.leasehold.storage;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
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

    /** By folder, what is not sorted yet. No folder is empty. */
    private final NavigableMap<String, Set<String>> unsorted = new TreeMap<>();

    void add(String path) {
        // Linked, so that the first is found at once however many were taken out before it.
        unsorted.computeIfAbsent(folder(path), first -> new LinkedHashSet<>()).add(path);
    }

    void remove(String path) {
        String folder = folder(path);
        Set<String> beside = unsorted.get(folder);
        if (beside == null || !beside.remove(path)) {
            sorted.remove(path);
        } else if (beside.isEmpty()) {
            unsorted.remove(folder);
        }
    }

    /**
     * Sorts some of what begins with a prefix and is not sorted yet.
     *
     * @param prefix the prefix
     * @return whether there may be more to sort
     */
    boolean sortSome(String prefix) {
        int left = BATCH;
        Set<String> around = unsorted.get(folder(prefix));
        if (around != null) {
            left = sort(around, left);
            if (around.isEmpty()) {
                unsorted.remove(folder(prefix));
            }
        }
        Iterator<Map.Entry<String, Set<String>>> below =
                unsorted.tailMap(prefix, true).entrySet().iterator();
        while (left > 0 && below.hasNext()) {
            Map.Entry<String, Set<String>> folder = below.next();
            if (!folder.getKey().startsWith(prefix)) {
                break;
            }
            left = sort(folder.getValue(), left);
            if (folder.getValue().isEmpty()) {
                below.remove();
            }
        }
        return left == 0;
    }

    /** Sorts so many, and says how many more would have been. */
    private int sort(Set<String> paths, int most) {
        int left = most;
        for (Iterator<String> next = paths.iterator(); left > 0 && next.hasNext(); left--) {
            sorted.add(next.next());
            next.remove();
        }
        return left;
    }

    /**
     * The paths that begin with a prefix, from one on; behind them come others.
     *
     * @param prefix the prefix
     * @param from where to begin
     * @param inclusive whether with that one
     * @return them in order; a view
     */
    Iterable<String> from(String prefix, String from, boolean inclusive) {
        while (sortSome(prefix)) {
            // What came since the last look.
        }
        return sorted.tailSet(from, inclusive);
    }

    /** How many paths are not sorted yet. */
    int unsorted() {
        return unsorted.values().stream().mapToInt(Set::size).sum();
    }

    private static String folder(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }
}
