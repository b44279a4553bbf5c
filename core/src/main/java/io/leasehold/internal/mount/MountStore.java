package io.leasehold.internal.mount;

import io.leasehold.error.ConflictException;
import io.leasehold.internal.entry.SealedEntries;
import io.leasehold.spi.engine.Versioned;
import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.storage.Intent;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads and changes the mounts in the store. Thread-safe. */
public final class MountStore {

    /** The entry that holds the mounts. */
    public static final String PATH = "core/mounts";

    private static final int TRIES = 20;

    private final SealedEntries sealed;
    private volatile @Nullable Made made;

    /** A table with the entry that it was made of, which is the same object as long as it is not read again. */
    private record Made(Versioned<Mounts.Stored> source, Mounts table) {}

    /**
     * Creates the access.
     *
     * @param sealed sealed entries
     */
    public MountStore(SealedEntries sealed) {
        this.sealed = sealed;
    }

    /**
     * The table, at most two seconds old.
     *
     * @return the table
     */
    @SuppressWarnings("ReferenceEquality") // what was read again is another object
    public Mounts read() {
        Optional<Versioned<Mounts.Stored>> found = sealed.get("", PATH, Mounts.Stored.class);
        if (found.isEmpty()) {
            return table(found);
        }
        Made known = made;
        if (known == null || known.source() != found.get()) {
            known = new Made(found.get(), table(found));
            made = known;
        }
        return known.table();
    }

    /**
     * The table as it is now.
     *
     * @return the table
     */
    public Mounts readFresh() {
        return table(sealed.getFresh("", PATH, Mounts.Stored.class));
    }

    /**
     * Changes the table; a change that lost against another one is made again on what the other left.
     *
     * @param change from the table as it is to what it shall be; may throw to refuse, or return empty to leave it
     * @return the table as stored
     */
    public Mounts change(Function<Mounts, Optional<Mounts>> change) {
        for (int i = 0; ; i++) {
            Mounts before = readFresh();
            Optional<Mounts> after = change.apply(before);
            if (after.isEmpty()) {
                return before;
            }
            try {
                return new Mounts(
                        sealed.put("", PATH, after.get().toStored(), before.version())
                                .version(),
                        after.get().table());
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
    public static Intent.Guard guard(Mounts table) {
        return new Intent.Guard(PATH, table.version());
    }

    private static Mounts table(Optional<Versioned<Mounts.Stored>> found) {
        return found.map(entry -> Mounts.of(entry.version(), entry.value()))
                .orElseGet(() -> Mounts.of(EntryStore.ABSENT, new Mounts.Stored(Map.of())));
    }
}
