package io.leasehold.internal.mount;

import io.leasehold.internal.binding.RecordBinder;
import io.leasehold.internal.routing.MountPath;
import io.leasehold.internal.routing.MountTable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All mounts, as they were read together. Immutable.
 *
 * @param version the version of the entry that holds them, 0 when there is none yet
 * @param table the mounts by path
 */
public record Mounts(long version, MountTable<MountRecord> table) {

    /**
     * How they are stored: in one entry, so that changes never miss each other.
     *
     * @param mounts the mounts' values by path
     */
    public record Stored(Map<String, Object> mounts) {}

    static Mounts of(long version, Stored stored) {
        MountTable<MountRecord> table = MountTable.empty();
        for (Map.Entry<String, Object> mount : stored.mounts().entrySet()) {
            Map<String, Object> values = new LinkedHashMap<>();
            if (mount.getValue() instanceof Map<?, ?> map) {
                map.forEach((name, part) -> values.put(String.valueOf(name), part));
            }
            table = table.with(new MountPath(mount.getKey()), RecordBinder.bindStored(values, MountRecord.class));
        }
        return new Mounts(version, table);
    }

    Stored toStored() {
        Map<String, Object> values = new LinkedHashMap<>();
        table.all().forEach((path, mount) -> values.put(path, RecordBinder.toMap(mount)));
        return new Stored(values);
    }

    /**
     * The mount with an id.
     *
     * @param id the UUID
     * @return the mount, empty when there is none
     */
    public Optional<MountRecord> byId(String id) {
        for (MountRecord mount : table.all().values()) {
            if (mount.id().equals(id)) {
                return Optional.of(mount);
            }
        }
        return Optional.empty();
    }

    /**
     * The mount at exactly a path.
     *
     * @param path the path
     * @return the mount, empty when there is none
     */
    public Optional<MountRecord> at(MountPath path) {
        return table.at(path);
    }

    /**
     * Adds a mount.
     *
     * @param mount the mount
     * @return the changed mounts
     * @throws io.leasehold.error.ConflictException when its path is taken
     */
    public Mounts with(MountRecord mount) {
        return new Mounts(version, table.with(new MountPath(mount.path()), mount));
    }

    /**
     * Replaces a mount by a changed one at the same path.
     *
     * @param mount the changed mount
     * @return the changed mounts
     */
    public Mounts replacing(MountRecord mount) {
        return new Mounts(version, table.replacing(new MountPath(mount.path()), mount));
    }

    /**
     * Removes a mount.
     *
     * @param path its path
     * @return the changed mounts
     */
    public Mounts without(MountPath path) {
        return new Mounts(version, table.without(path));
    }
}
