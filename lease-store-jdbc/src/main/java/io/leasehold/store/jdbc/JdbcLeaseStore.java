package io.leasehold.store.jdbc;

import io.leasehold.lease.LeaseQuery;
import io.leasehold.lease.LeaseState;
import io.leasehold.spi.storage.ClockOffset;
import io.leasehold.spi.storage.Intent;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.LeaseSnapshot;
import io.leasehold.spi.storage.LeaseStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Leases in a table. */
final class JdbcLeaseStore implements LeaseStore {

    /** Rows that one statement deletes. */
    private static final int DELETE_BATCH = 500;

    private final Database database;
    private final ClockOffset offset;
    private final LeaseInsert insert;
    private final String table;

    JdbcLeaseStore(Database database, ClockOffset offset) {
        this.database = database;
        this.offset = offset;
        this.insert = new LeaseInsert(database, offset);
        this.table = database.dialect().tables().lease();
    }

    @Override
    public Intent.Outcome insert(Intent intent) {
        return insert.insert(intent);
    }

    @Override
    public Optional<LeaseSnapshot> find(String id) {
        Sql query = Sql.of("SELECT " + Rows.LEASE + ", ")
                .plus(database.dialect().now(offset.millis()))
                .plus(" AS " + Rows.readAt() + " FROM " + table + " WHERE id = ?", id);
        return database.read(
                "reading a lease",
                session -> StoredText.possible(id)
                        ? session.list(query, Rows::snapshot).stream().findFirst()
                        : Optional.empty());
    }

    @Override
    public Optional<LeaseRow> update(LeaseRow row) {
        LeaseRow next = row.withVersion(row.version() + Versions.step());
        Sql update = Sql.of("UPDATE " + table + " SET ")
                .plus(Rows.assignments(next))
                .plus(" WHERE id = ? AND version = ?", row.id(), row.version());
        int updated = database.write(
                "updating lease " + row.id(),
                session -> next.state() == LeaseState.REVOKING
                        ? database.dialect().writeDurably(session, update)
                        : database.dialect().writeRelaxed(session, update));
        return updated == 0 ? Optional.empty() : Optional.of(next);
    }

    @Override
    public Set<String> delete(Collection<LeaseRow> rows) {
        // In one order, so that concurrent deletes wait for each other and do not deadlock.
        List<LeaseRow> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparing(LeaseRow::id));
        Set<String> deleted = new HashSet<>();
        for (int from = 0; from < sorted.size(); from += DELETE_BATCH) {
            List<LeaseRow> batch = sorted.subList(from, Math.min(sorted.size(), from + DELETE_BATCH));
            deleted.addAll(database.dialect().bulkWrites().delete(database, batch));
        }
        return deleted;
    }

    @Override
    public List<LeaseSnapshot> claimDue(ClaimRequest request) {
        return database.dialect().bulkWrites().claim(database, request, offset.millis()).stream()
                .sorted(Comparator.comparing(claimed -> claimed.row().dueAt()))
                .toList();
    }

    @Override
    public Page query(LeaseQuery query) {
        if (!LeaseFilter.satisfiable(query)) {
            return new Page(List.of(), null);
        }
        Sql select =
                Sql.of("SELECT " + Rows.LEASE + " FROM " + table + " WHERE ").plus(LeaseFilter.page(query));
        List<LeaseRow> rows = database.read("finding leases", session -> session.list(select, Rows::lease));
        if (rows.size() <= query.limit()) {
            return new Page(rows, null);
        }
        List<LeaseRow> page = rows.subList(0, query.limit());
        return new Page(page, LeaseFilter.cursorAfter(page.get(query.limit() - 1), query.order()));
    }

    @Override
    public List<Tally> tally() {
        // Ids are ASCII, as long in bytes as in characters: products differ in which of them they count.
        int end = Tally.RANDOM_END + 1;
        String kind = "mount_id, state, CASE WHEN LENGTH(id) > " + end + " THEN SUBSTR(id, 1, LENGTH(id) - " + end
                + ") ELSE '' END";
        Sql count = Sql.of("SELECT mount_id, state, folder, COUNT(*) FROM (SELECT " + kind + " AS folder FROM " + table
                + ") kinds GROUP BY mount_id, state, folder");
        return database.read(
                "counting leases by kind",
                session -> session.list(
                        count,
                        row -> new Tally(
                                row.getString(1),
                                row.getString(3),
                                LeaseState.valueOf(row.getString(2)),
                                row.getLong(4))));
    }

    @Override
    public long count(LeaseQuery query) {
        if (!LeaseFilter.satisfiable(query)) {
            return 0;
        }
        Sql count = Sql.of("SELECT COUNT(*) FROM " + table + " WHERE ").plus(LeaseFilter.condition(query));
        return database.read("counting leases", session -> session.number(count));
    }
}
