package io.leasehold.internal.mount;

import io.leasehold.error.ConflictException;
import io.leasehold.internal.entry.SealedEntries;
import io.leasehold.spi.engine.Versioned;
import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.storage.Intent;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Reads and changes the mount table in the store. Thread-safe. */
public final class MountTables {

    /** The entry that holds the table. */
    public static final String PATH = "core/mounts";

    private static final int TRIES = 20;

    private final SealedEntries sealed;

    /**
     * Creates the access.
     *
     * @param sealed sealed entries
     */
    public MountTables(SealedEntries sealed) {
        this.sealed = sealed;
    }

    /**
     * The table, at most two seconds old.
     *
     * @return the table
     */
    public MountTable read() {
        return table(sealed.get("", PATH, MountTable.Stored.class));
    }

    /**
     * The table as it is now.
     *
     * @return the table
     */
    public MountTable readFresh() {
        return table(sealed.getFresh("", PATH, MountTable.Stored.class));
    }

    /**
     * Changes the table; a change that lost against another one is made again on what the other left.
     *
     * @param change from the table as it is to what it shall be; may throw to refuse, or return its argument to leave it
     * @return the table as stored
     */
    public MountTable change(UnaryOperator<MountTable> change) {
        for (int i = 0; ; i++) {
            MountTable before = readFresh();
            MountTable after = change.apply(before);
            if (after == before) {
                return before;
            }
            try {
                return new MountTable(
                        sealed.put("", PATH, after.toStored(), before.version()).version(), after.mounts());
            } catch (ConflictException e) {
                if (i == TRIES) {
                    throw e;
                }
            }
        }
    }

    /**
     * What an intent is guarded by: the table as it was read.
     *
     * @param table the table
     * @return the guard
     */
    public static Intent.Guard guard(MountTable table) {
        return new Intent.Guard(PATH, table.version());
    }

    private static MountTable table(Optional<Versioned<MountTable.Stored>> found) {
        return found.map(entry -> MountTable.of(entry.version(), entry.value()))
                .orElseGet(() -> MountTable.of(EntryStore.ABSENT, new MountTable.Stored(Map.of())));
    }
}
