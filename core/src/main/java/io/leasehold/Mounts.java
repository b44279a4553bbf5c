package io.leasehold;

import java.util.Map;

/** Where engines are mounted. The same operations answer at {@code sys/mounts/…}. Thread-safe. */
public interface Mounts {

    /**
     * Mounts an engine.
     *
     * @param path where, such as {@code database} or {@code team/db}
     * @param type the engine type
     * @throws io.leasehold.error.ConflictException when the path equals, contains or lies in a mount
     * @throws io.leasehold.error.InvalidRequestException when the path is malformed or no engine has that type
     */
    void enable(String path, String type);

    /**
     * Mounts an engine with options.
     *
     * @param path where, such as {@code database} or {@code team/db}
     * @param type the engine type
     * @param options TTLs and description
     * @throws io.leasehold.error.ConflictException when the path equals, contains or lies in a mount
     * @throws io.leasehold.error.InvalidRequestException when the path is malformed, no engine has that type, or the default
     *     TTL exceeds the max TTL
     */
    void enable(String path, String type, MountOptions options);

    /**
     * Changes what is set in the options. Live leases notice at their next renewal.
     *
     * @param path the mount
     * @param options what to change
     * @throws io.leasehold.error.NotFoundException when nothing is mounted there
     * @throws io.leasehold.error.InvalidRequestException when the default TTL would exceed the max TTL
     */
    void tune(String path, MountOptions options);

    /**
     * Disables a mount: stops new leases everywhere, revokes all leases, deletes what the engine stored. An unknown mount is
     * success.
     *
     * @param path the mount
     * @throws io.leasehold.error.RevocationIncompleteException when leases are left after the time limit; the mount stays
     *     disabling, and the broker goes on trying
     */
    void disable(String path);

    /**
     * Lists the mounts.
     *
     * @return the mounts by path, with trailing slashes, in order
     */
    Map<String, MountInfo> list();
}
