package io.leasehold.store.jdbc;

import io.leasehold.lease.LeaseState;
import io.leasehold.spi.storage.EntryStore.Entry;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.LeaseSnapshot;
import io.leasehold.spi.storage.SealedBytes;
import io.leasehold.store.jdbc.Sql.Null;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How rows and columns correspond. Times are UTC epoch milliseconds. */
final class Rows {

    /** The columns of a lease, in the order of {@link #values}. */
    static final List<String> LEASE_COLUMNS = List.of(
            "id",
            "mount_id",
            "target_id",
            "account_tag",
            "state",
            "issued_at",
            "expires_at",
            "due_at",
            "create_by",
            "attempts",
            "absences",
            "claim",
            "claimed_until",
            "version",
            "key_version",
            "revision",
            "body");

    /** Id, mount, target and account tag, which come first. */
    private static final int IDENTITY_COLUMNS = 4;

    static final String LEASE = String.join(", ", LEASE_COLUMNS);

    static final String ENTRY = "path, version, key_version, revision, value";

    private static final String READ_AT = "read_at";

    private Rows() {}

    /** The columns of a lease, of a table with an alias. */
    static String leaseOf(String alias) {
        return alias + "." + String.join(", " + alias + ".", LEASE_COLUMNS);
    }

    /** The alias under which a statement returns the store's time for {@link #snapshot}. */
    static String readAt() {
        return READ_AT;
    }

    static Object[] values(LeaseRow row) {
        return new Object[] {
            row.id(),
            row.mountId(),
            row.targetId(),
            row.accountTag(),
            row.state().name(),
            millis(row.issuedAt()),
            millis(row.expiresAt()),
            millis(row.dueAt()),
            Null.orNumber(orNull(row.createBy())),
            row.attempts(),
            row.absences(),
            Null.orText(row.claim()),
            Null.orNumber(orNull(row.claimedUntil())),
            row.version(),
            row.body().keyVersion(),
            row.body().revision(),
            row.body().bytes()
        };
    }

    /** What an update sets: all but what identifies the lease. */
    static Sql assignments(LeaseRow row) {
        Object[] values = values(row);
        return Sql.of(
                String.join(" = ?, ", LEASE_COLUMNS.subList(IDENTITY_COLUMNS, LEASE_COLUMNS.size())) + " = ?",
                Arrays.copyOfRange(values, IDENTITY_COLUMNS, values.length));
    }

    static LeaseRow lease(ResultSet row) throws SQLException {
        return new LeaseRow(
                text(row, "id"),
                text(row, "mount_id"),
                text(row, "target_id"),
                text(row, "account_tag"),
                LeaseState.valueOf(text(row, "state")),
                time(row, "issued_at"),
                time(row, "expires_at"),
                time(row, "due_at"),
                timeOrNull(row, "create_by"),
                row.getInt("attempts"),
                row.getInt("absences"),
                row.getString("claim"),
                timeOrNull(row, "claimed_until"),
                row.getLong("version"),
                sealed(row, "body"));
    }

    static LeaseSnapshot snapshot(ResultSet row) throws SQLException {
        return new LeaseSnapshot(lease(row), time(row, READ_AT));
    }

    static Entry entry(ResultSet row) throws SQLException {
        return new Entry(text(row, "path"), row.getLong("version"), sealed(row, "value"));
    }

    static long millis(Instant time) {
        return time.toEpochMilli();
    }

    /** The first millisecond that is not before a time, for comparisons with stored times. */
    static long millisFrom(Instant time) {
        long millis = time.toEpochMilli();
        return Instant.ofEpochMilli(millis).isBefore(time) ? millis + 1 : millis;
    }

    private static @Nullable Long orNull(@Nullable Instant time) {
        return time == null ? null : millis(time);
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column));
    }

    private static @Nullable Instant timeOrNull(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getString(column), column);
    }

    private static SealedBytes sealed(ResultSet row, String column) throws SQLException {
        // SQLite's driver returns null for an empty value.
        byte[] bytes = row.getBytes(column);
        return new SealedBytes(row.getInt("key_version"), row.getLong("revision"), bytes == null ? new byte[0] : bytes);
    }
}
