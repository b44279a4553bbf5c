package io.leasehold.storage;

import io.leasehold.spi.storage.LeaseRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Lease rows with their indexes: by id, by target and due time, and by account. Not thread-safe; callers hold the
 * {@link Gate}.
 */
final class LeaseTable {

    private final NavigableMap<String, LeaseRow> byId = new TreeMap<>();
    private final Map<String, NavigableSet<Due>> dueByTarget = new HashMap<>();
    private final Set<Account> accounts = new HashSet<>();

    private record Account(String targetId, String tag) {

        static Account of(LeaseRow row) {
            return new Account(row.targetId(), row.accountTag());
        }
    }

    private record Due(Instant at, String id) implements Comparable<Due> {

        private static final Comparator<Due> ORDER =
                Comparator.comparing(Due::at).thenComparing(Due::id);

        static Due of(LeaseRow row) {
            return new Due(row.dueAt(), row.id());
        }

        @Override
        public int compareTo(Due other) {
            return ORDER.compare(this, other);
        }
    }

    /** One target's due times while they are merged with those of other targets. */
    private static final class Cursor {

        private final Iterator<Due> rest;
        private Due head;

        Cursor(Iterator<Due> rest) {
            this.rest = rest;
            this.head = rest.next();
        }

        Due head() {
            return head;
        }

        boolean advance() {
            if (!rest.hasNext()) {
                return false;
            }
            head = rest.next();
            return true;
        }
    }

    @Nullable
    LeaseRow get(String id) {
        return byId.get(id);
    }

    /** The row stored with this id if it still has this version, or null. */
    @Nullable
    LeaseRow get(String id, long version) {
        LeaseRow stored = byId.get(id);
        return stored != null && stored.version() == version ? stored : null;
    }

    /** Adds a row; false when its id or its account is taken. */
    boolean add(LeaseRow row) {
        if (byId.containsKey(row.id()) || !accounts.add(Account.of(row))) {
            return false;
        }
        byId.put(row.id(), row);
        addDue(row);
        return true;
    }

    /** Puts a row in the place of the stored one with the same id and account. */
    void replace(LeaseRow stored, LeaseRow row) {
        byId.put(row.id(), row);
        if (!stored.dueAt().equals(row.dueAt())) {
            removeDue(stored);
            addDue(row);
        }
    }

    void remove(LeaseRow stored) {
        byId.remove(stored.id());
        accounts.remove(Account.of(stored));
        removeDue(stored);
    }

    /** The rows whose id starts with a text, ordered by id. A view. */
    NavigableMap<String, LeaseRow> under(String prefix) {
        return byId.subMap(prefix, true, endOf(prefix), false);
    }

    /** The rows whose id starts with a text, after an id in the given direction. A view. */
    NavigableMap<String, LeaseRow> under(String prefix, @Nullable String after, boolean descending) {
        NavigableMap<String, LeaseRow> rows;
        if (after == null) {
            rows = under(prefix);
        } else if (descending) {
            String end = after.compareTo(endOf(prefix)) < 0 ? after : endOf(prefix);
            rows = end.compareTo(prefix) < 0 ? new TreeMap<>() : byId.subMap(prefix, true, end, false);
        } else if (after.compareTo(prefix) < 0) {
            rows = under(prefix);
        } else {
            rows = after.compareTo(endOf(prefix)) < 0
                    ? byId.subMap(after, false, endOf(prefix), false)
                    : new TreeMap<>();
        }
        return descending ? rows.descendingMap() : rows;
    }

    /** Ids are ASCII, so this is above every id with the prefix and below every greater id without it. */
    private static String endOf(String prefix) {
        return prefix + Character.MAX_VALUE;
    }

    /** How many rows are under a prefix, counting no further than a maximum. */
    long countUpTo(String prefix, long max) {
        return under(prefix).values().stream().limit(max).count();
    }

    /**
     * Unclaimed rows that are due, the longest due first. Looks at the rows returned and the claimed rows among them, not
     * at the rest, however many there are and whichever targets are excluded.
     */
    List<LeaseRow> due(Instant now, int limit, Set<String> excludedTargets) {
        PriorityQueue<Cursor> targets = new PriorityQueue<>(Comparator.comparing(Cursor::head));
        dueByTarget.forEach((target, due) -> {
            if (!excludedTargets.contains(target)) {
                targets.add(new Cursor(due.iterator()));
            }
        });
        List<LeaseRow> found = new ArrayList<>();
        while (found.size() < limit) {
            Cursor first = targets.poll();
            if (first == null || first.head().at().isAfter(now)) {
                break;
            }
            LeaseRow row = byId.get(first.head().id());
            if (row != null && !row.claimedAt(now)) {
                found.add(row);
            }
            if (first.advance()) {
                targets.add(first);
            }
        }
        return found;
    }

    private void addDue(LeaseRow row) {
        dueByTarget.computeIfAbsent(row.targetId(), target -> new TreeSet<>()).add(Due.of(row));
    }

    private void removeDue(LeaseRow row) {
        dueByTarget.computeIfPresent(row.targetId(), (target, due) -> {
            due.remove(Due.of(row));
            return due.isEmpty() ? null : due;
        });
    }
}
