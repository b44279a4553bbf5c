package io.leasehold.store.jdbc;

import io.leasehold.lease.LeaseQuery;
import io.leasehold.lease.LeaseQuery.Cursor;
import io.leasehold.lease.LeaseQuery.Order;
import io.leasehold.lease.LeaseState;
import io.leasehold.spi.storage.LeaseRow;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A {@link LeaseQuery} as SQL. Pure. */
final class LeaseFilter {

    private LeaseFilter() {}

    /** Whether any lease can match at all. */
    static boolean satisfiable(LeaseQuery query) {
        return StoredText.possible(query.prefix());
    }

    /** A condition for names that start with a text: a range, which an index can be searched for. */
    static Sql startsWith(String column, String prefix) {
        return prefix.isEmpty()
                ? Sql.of("1 = 1")
                : Sql.of(column + " >= ? AND " + column + " < ?", prefix, prefix + StoredText.END);
    }

    /** What follows {@code WHERE}, without order and page. */
    static Sql condition(LeaseQuery query) {
        Sql sql = startsWith("id", query.prefix());
        if (!query.states().equals(LeaseState.LIVE)) {
            sql = sql.plus(" AND state IN ")
                    .plus(Sql.list(
                            query.states().stream().map(Enum::name).sorted().toList()));
        }
        sql = and(sql, "mount_id = ?", query.mountId());
        sql = and(sql, "target_id = ?", query.targetId());
        sql = and(sql, "expires_at < ?", millisFrom(query.expiresBefore()));
        sql = and(sql, "expires_at >= ?", millisFrom(query.expiresFrom()));
        return and(sql, "key_version < ?", query.sealedBelow());
    }

    /** What follows {@code WHERE}, with order and page; one row more than asked for tells whether there is a next page. */
    static Sql page(LeaseQuery query) {
        String direction = query.descending() ? " DESC" : "";
        String time = timeColumn(query.order());
        String order = time == null ? "id" + direction : time + direction + ", id" + direction;
        return condition(query).plus(afterCursor(query)).plus(" ORDER BY " + order + " LIMIT ?", query.limit() + 1);
    }

    private static Sql afterCursor(LeaseQuery query) {
        Cursor cursor = query.cursor();
        if (cursor == null) {
            return Sql.of("");
        }
        String beyond = query.descending() ? "<" : ">";
        String id = StoredText.bound(cursor.id());
        String column = timeColumn(query.order());
        if (column == null) {
            return Sql.of(" AND id " + beyond + " ?", id);
        }
        long time = Rows.millis(Objects.requireNonNull(cursor.time()));
        // The first comparison bounds the search of the index; a comparison of pairs would not, in every product.
        String text = " AND %1$s %2$s= ? AND (%1$s %2$s ? OR id %2$s ?)".formatted(column, beyond);
        return Sql.of(text, time, time, id);
    }

    /** Where the page after a row starts. */
    static Cursor cursorAfter(LeaseRow last, Order order) {
        return switch (order) {
            case ID -> Cursor.afterId(last.id());
            case EXPIRES_AT -> new Cursor(last.expiresAt(), last.id());
            case ISSUED_AT -> new Cursor(last.issuedAt(), last.id());
        };
    }

    private static @Nullable String timeColumn(Order order) {
        return switch (order) {
            case ID -> null;
            case EXPIRES_AT -> "expires_at";
            case ISSUED_AT -> "issued_at";
        };
    }

    private static Sql and(Sql sql, String condition, @Nullable Object parameter) {
        return parameter == null ? sql : sql.plus(" AND " + condition, parameter);
    }

    private static @Nullable Long millisFrom(@Nullable Instant time) {
        return time == null ? null : Rows.millisFrom(time);
    }
}
