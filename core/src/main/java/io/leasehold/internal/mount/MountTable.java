package io.leasehold.internal.mount;

import io.leasehold.internal.binding.RecordBinder;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All mounts, as they were read together. Immutable.
 *
 * @param version the version of the entry that holds them, 0 when there is none yet
 * @param mounts the mounts by path
 */
public record MountTable(long version, SortedMap<String, MountRecord> mounts) {

    /** Takes copies. */
    public MountTable {
        mounts = Collections.unmodifiableSortedMap(new TreeMap<>(mounts));
    }

    /**
     * How the table is stored: one entry, so that changes of it never miss each other.
     *
     * @param mounts the mounts' values by path
     */
    public record Stored(Map<String, Object> mounts) {}

    static MountTable of(long version, Stored stored) {
        SortedMap<String, MountRecord> mounts = new TreeMap<>();
        stored.mounts().forEach((path, value) -> {
            Map<String, Object> values = new LinkedHashMap<>();
            if (value instanceof Map<?, ?> map) {
                map.forEach((name, part) -> {
                    if (part != null) {
                        values.put(String.valueOf(name), part);
                    }
                });
            }
            mounts.put(path, RecordBinder.bindStored(values, MountRecord.class));
        });
        return new MountTable(version, mounts);
    }

    Stored toStored() {
        Map<String, Object> values = new LinkedHashMap<>();
        mounts.forEach((path, mount) -> values.put(path, RecordBinder.toMap(mount)));
        return new Stored(values);
    }

    /**
     * The mount that a request path lies in.
     *
     * @param path the request path
     * @return the mount, empty when there is none
     */
    public Optional<MountRecord> of(String path) {
        String candidate = path;
        while (true) {
            MountRecord mount = mounts.get(candidate);
            if (mount != null) {
                return Optional.of(mount);
            }
            int slash = candidate.lastIndexOf('/');
            if (slash < 0) {
                return Optional.empty();
            }
            candidate = candidate.substring(0, slash);
        }
    }

    /**
     * The mount with an id.
     *
     * @param id the UUID
     * @return the mount, empty when there is none
     */
    public Optional<MountRecord> byId(String id) {
        return mounts.values().stream().filter(mount -> mount.id().equals(id)).findFirst();
    }

    /**
     * The mount that is in the way of a new one.
     *
     * @param path the path of the new one
     * @return a mount at, above or below the path
     */
    public Optional<MountRecord> conflict(String path) {
        return mounts.values().stream()
                .filter(mount -> mount.path().equals(path)
                        || mount.path().startsWith(path + "/")
                        || path.startsWith(mount.path() + "/"))
                .findFirst();
    }

    MountTable with(MountRecord mount) {
        SortedMap<String, MountRecord> changed = new TreeMap<>(mounts);
        changed.put(mount.path(), mount);
        return new MountTable(version, changed);
    }

    MountTable without(String path) {
        SortedMap<String, MountRecord> changed = new TreeMap<>(mounts);
        changed.remove(path);
        return new MountTable(version, changed);
    }

    /**
     * All mounts.
     *
     * @return the mounts in order of their paths
     */
    public Collection<MountRecord> all() {
        return mounts.values();
    }
}
