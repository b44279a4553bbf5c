package io.leasehold.internal.entry;

import io.leasehold.spi.engine.EngineStorage;
import io.leasehold.spi.engine.Versioned;
import io.leasehold.spi.storage.EntryStore;
import java.util.List;
import java.util.Optional;

/** The part of the entry store that belongs to one mount. Thread-safe. */
public final class MountEntries implements EngineStorage {

    private static final String ROOT = "mount/";

    private final String mountId;
    private final String home;
    private final SealedEntries sealed;
    private final EntryStore entries;

    /**
     * Creates the view.
     *
     * @param mountId the mount's UUID
     * @param sealed sealed access
     * @param entries the store, for lists
     */
    public MountEntries(String mountId, SealedEntries sealed, EntryStore entries) {
        this.mountId = mountId;
        this.home = folder(mountId);
        this.sealed = sealed;
        this.entries = entries;
    }

    /**
     * Where the entries of a mount lie in the store.
     *
     * @param mountId the mount's UUID
     * @return the prefix of their paths
     */
    public static String folder(String mountId) {
        return ROOT + mountId + "/";
    }

    /**
     * The mount that an entry belongs to.
     *
     * @param path the entry's path in the store
     * @return the mount's UUID, empty for the system's own
     */
    public static String mountOf(String path) {
        if (!path.startsWith(ROOT)) {
            return "";
        }
        int end = path.indexOf('/', ROOT.length());
        return end < 0 ? "" : path.substring(ROOT.length(), end);
    }

    /**
     * Where an entry of this mount lies in the store.
     *
     * @param path the path relative to this mount's storage
     * @return the store's path
     */
    public String storePath(String path) {
        if (path.isEmpty() || path.startsWith("/") || path.endsWith("/") || path.contains("//")) {
            throw new IllegalArgumentException("not an entry path: " + path);
        }
        return home + path;
    }

    @Override
    public <T extends Record> Optional<Versioned<T>> get(String path, Class<T> type) {
        return sealed.get(mountId, storePath(path), type).map(entry -> relative(path, entry));
    }

    @Override
    public <T extends Record> Optional<Versioned<T>> getFresh(String path, Class<T> type) {
        return sealed.getFresh(mountId, storePath(path), type).map(entry -> relative(path, entry));
    }

    @Override
    public <T extends Record> Versioned<T> put(String path, T value, long expectedVersion) {
        return relative(path, sealed.put(mountId, storePath(path), value, expectedVersion));
    }

    @Override
    public void delete(String path, long expectedVersion) {
        sealed.delete(storePath(path), expectedVersion);
    }

    @Override
    public List<String> list(String folder) {
        return EntryFolder.names(entries, storePath(folder) + "/");
    }

    @Override
    public <T extends Record> List<Versioned<T>> page(String folder, String after, int limit, Class<T> type) {
        String prefix = storePath(folder) + "/";
        String passed = after.isEmpty() ? "" : storePath(after);
        int start = home.length();
        return entries.list(prefix, passed, limit).stream()
                .map(entry -> relative(entry.path().substring(start), sealed.open(mountId, entry, type)))
                .toList();
    }

    private static <T> Versioned<T> relative(String path, Versioned<T> entry) {
        return new Versioned<>(path, entry.version(), entry.value());
    }
}
