package io.leasehold.aws.internal.root;

import io.leasehold.error.NotFoundException;
import io.leasehold.spi.engine.EngineStorage;
import io.leasehold.spi.engine.TargetEntry;
import io.leasehold.spi.engine.Versioned;
import java.util.Optional;

/** {@code config/root} as it is stored. Thread-safe. */
public final class Roots {

    private static final String PATH = "config/root";

    private final EngineStorage storage;

    /**
     * The configuration of a mount.
     *
     * @param storage the mount's
     */
    public Roots(EngineStorage storage) {
        this.storage = storage;
    }

    /**
     * The entry, if credentials can be made by it.
     *
     * @return the entry; empty when nothing was written, or it was deleted
     */
    public Optional<Versioned<TargetEntry>> find() {
        return storage.get(PATH, TargetEntry.class)
                .filter(entry -> !entry.value().currentTarget().isEmpty());
    }

    /**
     * The entry, which must be there.
     *
     * @return the entry
     * @throws NotFoundException when it is not
     */
    public Versioned<TargetEntry> get() {
        return find().orElseThrow(() -> new NotFoundException(
                "config/root: nothing is configured: write it first, with a key or, for the default credentials chain,"
                        + " without"));
    }

    /**
     * The entry past every cache, for changing it.
     *
     * @return the entry; with version 0 when there is none
     */
    public Versioned<TargetEntry> fresh() {
        return storage.getFresh(PATH, TargetEntry.class).orElseGet(() -> new Versioned<>(PATH, 0, TargetEntry.none()));
    }

    /**
     * The settings of a target, also of a past one.
     *
     * @param targetId the target
     * @return its settings
     */
    public Optional<RootTarget> target(String targetId) {
        return storage.get(PATH, TargetEntry.class)
                .flatMap(entry -> entry.value().settings(targetId, RootTarget.class));
    }

    /**
     * Stores a changed entry; one without targets goes.
     *
     * @param read the entry as it was read
     * @param changed what it becomes
     * @throws io.leasehold.error.ConflictException when somebody else wrote in between
     */
    public void put(Versioned<TargetEntry> read, TargetEntry changed) {
        if (!changed.targets().isEmpty()) {
            storage.put(PATH, changed, read.version());
        } else if (read.version() > 0) {
            storage.delete(PATH, read.version());
        }
    }
}
