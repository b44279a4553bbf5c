package io.leasehold.spring.actuate.endpoint;

/** The first part of the path below the endpoint: what is asked for. */
public enum Section {
    /** What is mounted; takes no path. */
    MOUNTS,
    /** The targets that this process has used; takes no path. */
    TARGETS,
    /** The rotating secrets of this process, all or those of a path. Written to, it rotates those of the path. */
    SECRETS,
    /** The alerts that stand; takes no path. */
    ALERTS,
    /** How many leases there are, by mount, role and state; takes no path. */
    TALLIES,
    /** The leases under a path, a page of them. Deleted, it revokes all under the path. */
    LEASES,
    /** One lease, by its id. Deleted, it is revoked. */
    LEASE
}
