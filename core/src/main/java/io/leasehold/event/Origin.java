package io.leasehold.event;

/**
 * Where a credential comes from: the mount, and the path under it. Both have few values however many leases there are, so
 * that counters can be told apart by them. Immutable.
 *
 * @param mount the mount's path, such as {@code database}
 * @param role the path between mount and the random end of lease ids, such as {@code creds/app}; may be empty
 */
public record Origin(String mount, String role) {

    /**
     * The origin of a lease.
     *
     * @param mount the path of the lease's mount
     * @param leaseId the lease
     * @return mount, and what stands in the id between it and the last slash
     */
    public static Origin ofLease(String mount, String leaseId) {
        int end = leaseId.lastIndexOf('/');
        return ofPath(mount, end < 0 ? leaseId : leaseId.substring(0, end));
    }

    /**
     * The origin of what is asked for at a path.
     *
     * @param mount the path of the mount
     * @param path the full path
     * @return mount, and the rest of the path
     */
    public static Origin ofPath(String mount, String path) {
        String role =
                path.startsWith(mount + "/") ? path.substring(mount.length() + 1) : path.equals(mount) ? "" : path;
        return new Origin(mount, role);
    }

    /**
     * Mount and path together.
     *
     * @return the full path
     */
    public String path() {
        return role.isEmpty() ? mount : mount + "/" + role;
    }

    @Override
    public String toString() {
        return path();
    }
}
