package io.leasehold.store.jdbc;

import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.LeaseSnapshot;
import io.leasehold.spi.storage.LeaseStore.ClaimRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Each in one statement that returns what was concerned. */
final class PostgresBulkWrites implements BulkWrites {

    /**
     * The index has the candidates in order. Where statistics are missing or old, the planner expects few of them and would
     * rather collect and sort all that are due, for each claim again. Nor is a claim worth compiling, which its estimated
     * cost makes the server do.
     */
    private static final Sql PLAN_BY_INDEX =
            Sql.of("SELECT set_config('enable_bitmapscan', 'off', true), set_config('jit', 'off', true)");

    private final PostgresDialect dialect;

    PostgresBulkWrites(PostgresDialect dialect) {
        this.dialect = dialect;
    }

    /**
     * Walks the index by target and due time from target to target, so that the leases of an excluded target, however many
     * are due, are not even looked at. Candidates are read without locks, twice as many as asked for; then as many as asked
     * for are locked, passing over those that another claimant has locked, and their conditions are checked again.
     */
    @Override
    public List<LeaseSnapshot> claim(Database database, ClaimRequest request, long offset) {
        String text = """
                clock AS MATERIALIZED (SELECT %2$s AS now),
                target(id) AS (
                    SELECT min(target_id) FROM %1$s
                    UNION ALL
                    SELECT (SELECT min(l.target_id) FROM %1$s l WHERE l.target_id > t.id)
                    FROM target t WHERE t.id IS NOT NULL),
                candidate AS MATERIALIZED (
                    SELECT due.id, due.due_at
                    FROM target t CROSS JOIN LATERAL (
                        SELECT l.id, l.due_at FROM %1$s l
                        WHERE l.target_id = t.id AND l.due_at <= (SELECT now FROM clock)
                            AND (l.claimed_until IS NULL OR l.claimed_until <= (SELECT now FROM clock))
                        ORDER BY l.due_at LIMIT ?) due
                    WHERE t.id <> ALL (?)
                    ORDER BY due.due_at LIMIT ?),
                picked AS MATERIALIZED (
                    SELECT l.id FROM candidate c JOIN %1$s l ON l.id = c.id
                    WHERE l.due_at <= (SELECT now FROM clock)
                        AND (l.claimed_until IS NULL OR l.claimed_until <= (SELECT now FROM clock))
                    ORDER BY c.due_at LIMIT ? FOR UPDATE OF l SKIP LOCKED)
                UPDATE %1$s l SET
                    state = CASE WHEN l.state IN ('PENDING', 'ACTIVE') THEN 'REVOKING' ELSE l.state END,
                    claim = ?, claimed_until = clock.now + ?, version = l.version + ?
                FROM picked, clock WHERE l.id = picked.id
                RETURNING %3$s, clock.now AS %4$s, %5$s""".formatted(
                        dialect.tables().lease(),
                        dialect.now(offset).text(),
                        Rows.leaseOf("l"),
                        Rows.readAt(),
                        PostgresDialect.RELAXED);
        Sql claim = Sql.of("WITH RECURSIVE ", dialect.now(offset).parameters().toArray())
                .plus(
                        text,
                        2 * request.limit(),
                        request.excludedTargets().toArray(String[]::new),
                        2 * request.limit(),
                        request.limit(),
                        request.token(),
                        request.claimFor().toMillis(),
                        Versions.step());
        return database.transact("claiming due leases", session -> {
            session.list(PLAN_BY_INDEX, row -> true);
            return session.updateReturning(claim, Rows::snapshot);
        });
    }

    @Override
    public Set<String> delete(Database database, List<LeaseRow> rows) {
        return rows.size() == 1 ? deleteOne(database, rows.get(0)) : deleteAll(database, rows);
    }

    /**
     * The join of several is planned for a table of the size that it had when the session first deleted. While few leases live
     * and many come and go, that is a walk through all that is dead.
     */
    private Set<String> deleteOne(Database database, LeaseRow row) {
        Sql delete = Sql.of(
                "DELETE FROM " + dialect.tables().lease() + " WHERE id = ? AND version = ?", row.id(), row.version());
        int deleted = database.write("deleting a lease", session -> dialect.writeRelaxed(session, delete));
        return deleted == 0 ? Set.of() : Set.of(row.id());
    }

    private Set<String> deleteAll(Database database, List<LeaseRow> rows) {
        Sql delete = Sql.of(
                """
                DELETE FROM %1$s l USING unnest(?, ?) AS gone(id, version)
                WHERE l.id = gone.id AND l.version = gone.version
                RETURNING l.id, %2$s""".formatted(dialect.tables().lease(), PostgresDialect.RELAXED),
                rows.stream().map(LeaseRow::id).toArray(String[]::new),
                rows.stream().map(LeaseRow::version).toArray(Long[]::new));
        return new HashSet<>(
                database.write("deleting leases", session -> session.updateReturning(delete, row -> row.getString(1))));
    }
}
