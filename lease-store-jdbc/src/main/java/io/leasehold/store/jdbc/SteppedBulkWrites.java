package io.leasehold.store.jdbc;

import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.LeaseSnapshot;
import io.leasehold.spi.storage.LeaseStore.ClaimRequest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Each in a short transaction of several statements, for products whose updates return no rows.
 *
 * <p>InnoDB locks every row that a statement reads on its way to those it wants, and waits for rows that others have
 * locked. An optimizer that finds a table small reads it from end to end for {@code id IN (...)}; two transactions that have
 * locked rows of their own and then do that wait for each other. So rows are locked by statements that pass over what is
 * locked or that read the primary key in its order, and written one by one by their id, which no optimizer can do otherwise.
 */
final class SteppedBulkWrites implements BulkWrites {

    /** The most targets that one claim takes leases of: what one statement can join. */
    private static final int MOST_TARGETS = 100;

    private final Dialect dialect;
    private final String skippingLocked;

    /**
     * @param skippingLocked what to put behind a query that locks rows and passes over those that are locked
     */
    SteppedBulkWrites(Dialect dialect, String skippingLocked) {
        this.dialect = dialect;
        this.skippingLocked = skippingLocked;
    }

    private record TargetHead(String target, long earliestDue) {}

    /**
     * Finds the targets with something due, reads candidates of each from the index without locks, twice as many as asked
     * for, and locks as many as asked for, passing over those that another claimant has locked. So the leases of an
     * excluded target, however many are due, are not even looked at.
     */
    @Override
    public List<LeaseSnapshot> claim(Database database, ClaimRequest request, long offset) {
        return database.transact("claiming due leases", session -> {
            Sql clock = dialect.now(offset);
            long now = session.number(Sql.of("SELECT ").plus(clock));
            List<String> targets = targets(session, request, now);
            if (targets.isEmpty()) {
                return List.of();
            }
            List<String> candidates = candidates(session, targets, now, 2 * request.limit());
            List<LeaseRow> locked = lock(session, candidates, now, request.limit());
            return claim(session, locked, request, now);
        });
    }

    private List<String> targets(Session session, ClaimRequest request, long now) throws SQLException {
        return session
                .list(dialect.earliestDueByTarget(), row -> new TargetHead(row.getString(1), row.getLong(2)))
                .stream()
                .filter(head -> head.earliestDue() <= now)
                .filter(head -> !request.excludedTargets().contains(head.target()))
                .sorted(Comparator.comparingLong(TargetHead::earliestDue))
                .limit(MOST_TARGETS)
                .map(TargetHead::target)
                .toList();
    }

    private List<String> candidates(Session session, List<String> targets, long now, int limit) throws SQLException {
        Sql all = Sql.of("");
        for (String target : targets) {
            Sql one = Sql.of("""
                    SELECT id, due_at FROM (
                        SELECT id, due_at FROM %s%s
                        WHERE target_id = ? AND due_at <= ? AND (claimed_until IS NULL OR claimed_until <= ?)
                        ORDER BY due_at LIMIT ?) AS due""".formatted(dialect.tables().lease(), dialect.usingDueIndex()), target, now, now, limit);
            all = all.text().isEmpty() ? one : all.plus(" UNION ALL ").plus(one);
        }
        return session.list(all.plus(" ORDER BY due_at LIMIT ?", limit), row -> row.getString(1));
    }

    private List<LeaseRow> lock(Session session, List<String> candidates, long now, int limit) throws SQLException {
        List<LeaseRow> locked = new ArrayList<>();
        for (int from = 0; from < candidates.size() && locked.size() < limit; ) {
            int to = Math.min(candidates.size(), from + limit - locked.size());
            Sql query = Sql.of("SELECT " + Rows.LEASE + " FROM "
                            + dialect.tables().lease() + dialect.usingPrimaryKey() + " WHERE id IN ")
                    .plus(Sql.list(candidates.subList(from, to)))
                    .plus(" AND due_at <= ? AND (claimed_until IS NULL OR claimed_until <= ?)", now, now)
                    .plus(skippingLocked);
            locked.addAll(session.list(query, Rows::lease));
            from = to;
        }
        locked.sort(Comparator.comparing(LeaseRow::dueAt));
        return locked;
    }

    private List<LeaseSnapshot> claim(Session session, List<LeaseRow> rows, ClaimRequest request, long now)
            throws SQLException {
        if (rows.isEmpty()) {
            return List.of();
        }
        long until = now + request.claimFor().toMillis();
        session.updateEach(rows.stream()
                .map(row -> Sql.of(
                        "UPDATE " + dialect.tables().lease()
                                + " SET state = CASE WHEN state IN ('PENDING', 'ACTIVE') THEN 'REVOKING' ELSE state END,"
                                + " claim = ?, claimed_until = ?, version = version + 1 WHERE id = ?",
                        request.token(),
                        until,
                        row.id()))
                .toList());
        return rows.stream()
                .map(row -> row.claimed(request.token(), Instant.ofEpochMilli(until)))
                .map(row -> new LeaseSnapshot(row, Instant.ofEpochMilli(now)))
                .toList();
    }

    @Override
    public Set<String> delete(Database database, List<LeaseRow> rows) {
        Map<String, Long> versions =
                rows.stream().collect(Collectors.toMap(LeaseRow::id, LeaseRow::version, (a, b) -> b));
        List<String> ids = List.copyOf(versions.keySet()).stream().sorted().toList();
        return database.transact("deleting leases", session -> {
            Sql lock = Sql.of("SELECT id, version FROM " + dialect.tables().lease() + dialect.usingPrimaryKey()
                            + " WHERE id IN ")
                    .plus(Sql.list(ids))
                    .plus(dialect.locking());
            List<String> unchanged = new ArrayList<>();
            session.list(lock, row -> {
                String id = row.getString(1);
                return Long.valueOf(row.getLong(2)).equals(versions.get(id)) && unchanged.add(id);
            });
            session.updateEach(unchanged.stream()
                    .map(id -> Sql.of("DELETE FROM " + dialect.tables().lease() + " WHERE id = ?", id))
                    .toList());
            return new HashSet<>(unchanged);
        });
    }
}
