package io.leasehold.storage;

import io.leasehold.lease.LeaseQuery;
import io.leasehold.lease.LeaseQuery.Cursor;
import io.leasehold.lease.LeaseQuery.Order;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.LeaseStore.Page;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a {@link LeaseQuery} means, over rows in memory. Pure. */
record LeaseSearch(LeaseQuery query) {

    /** The page that the query asks for. */
    Page page(LeaseTable table) {
        List<LeaseRow> found = inOrder(table)
                .filter(this::matches)
                .filter(this::isAfterCursor)
                .limit(query.limit() + 1L)
                .toList();
        if (found.size() <= query.limit()) {
            return new Page(found, null);
        }
        LeaseRow last = found.get(query.limit() - 1);
        return new Page(found.subList(0, query.limit()), new Cursor(orderingTime(last), last.id()));
    }

    boolean matches(LeaseRow row) {
        return query.states().contains(row.state())
                && (query.mountId() == null || query.mountId().equals(row.mountId()))
                && (query.targetId() == null || query.targetId().equals(row.targetId()))
                && (query.expiresBefore() == null || row.expiresAt().isBefore(query.expiresBefore()))
                && (query.expiresFrom() == null || !row.expiresAt().isBefore(query.expiresFrom()))
                && (query.sealedBelow() == null || row.body().keyVersion() < query.sealedBelow());
    }

    private Stream<LeaseRow> inOrder(LeaseTable table) {
        if (query.order() == Order.ID) {
            String after = query.cursor() == null ? null : query.cursor().id();
            return table.under(query.prefix(), after, query.descending()).values().stream();
        }
        return table.under(query.prefix()).values().stream()
                .sorted((a, b) -> compare(orderingTime(a), a.id(), orderingTime(b), b.id()));
    }

    private boolean isAfterCursor(LeaseRow row) {
        Cursor cursor = query.cursor();
        return cursor == null || compare(orderingTime(row), row.id(), cursor.time(), cursor.id()) > 0;
    }

    private int compare(@Nullable Instant time, String id, @Nullable Instant otherTime, String otherId) {
        int ascending = time == null || otherTime == null ? 0 : time.compareTo(otherTime);
        if (ascending == 0) {
            ascending = Comparator.<String>naturalOrder().compare(id, otherId);
        }
        return query.descending() ? -ascending : ascending;
    }

    private @Nullable Instant orderingTime(LeaseRow row) {
        return switch (query.order()) {
            case ID -> null;
            case EXPIRES_AT -> row.expiresAt();
            case ISSUED_AT -> row.issuedAt();
        };
    }
}
