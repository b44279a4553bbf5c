package io.leasehold.internal.mount;

import java.time.Duration;

/**
 * A mount as it is stored.
 *
 * @param id its UUID
 * @param path where it is, without slashes at its ends
 * @param type the engine type
 * @param description for people
 * @param defaultLeaseTtl its own default TTL, zero for the system's
 * @param maxLeaseTtl its own max TTL, zero for the system's
 * @param disabling whether it is being disabled
 */
public record MountRecord(
        String id,
        String path,
        String type,
        String description,
        Duration defaultLeaseTtl,
        Duration maxLeaseTtl,
        boolean disabling) {

    /** Fills in what an older writer left out. */
    public MountRecord {
        description = description == null ? "" : description;
        defaultLeaseTtl = defaultLeaseTtl == null ? Duration.ZERO : defaultLeaseTtl;
        maxLeaseTtl = maxLeaseTtl == null ? Duration.ZERO : maxLeaseTtl;
    }

    /**
     * The same mount, being disabled.
     *
     * @return the changed copy
     */
    public MountRecord disablingNow() {
        return new MountRecord(id, path, type, description, defaultLeaseTtl, maxLeaseTtl, true);
    }
}
