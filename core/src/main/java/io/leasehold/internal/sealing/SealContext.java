package io.leasehold.internal.sealing;

import io.leasehold.internal.crypto.Fields;

/**
 * Where a sealed value belongs. It is authenticated with the value, together with the store's id, the revision and the key
 * version, so that a value moved to another place cannot be opened there.
 *
 * @param kind what the value is
 * @param mountId UUID of the mount that it belongs to, empty for what belongs to no mount
 * @param name the entry's path or the lease's id
 */
public record SealContext(Kind kind, String mountId, String name) {

    private static final String LABEL = "leasehold seal";

    /** What a sealed value is. */
    public enum Kind {
        /** A value of the entry store. */
        ENTRY(1, "entry"),
        /** The sealed part of a lease. */
        LEASE(2, "lease"),
        /** A key of the key ring, or the key ring. */
        KEYRING(3, "key ring");

        private final int code;
        private final String label;

        Kind(int code, String label) {
            this.code = code;
            this.label = label;
        }
    }

    /**
     * The place of an entry.
     *
     * @param mountId UUID of the mount that it belongs to, empty for what belongs to no mount
     * @param path the entry's path
     * @return the context
     */
    public static SealContext entry(String mountId, String path) {
        return new SealContext(Kind.ENTRY, mountId, path);
    }

    /**
     * The place of a lease.
     *
     * @param mountId UUID of the mount that it belongs to
     * @param leaseId the lease's id
     * @return the context
     */
    public static SealContext lease(String mountId, String leaseId) {
        return new SealContext(Kind.LEASE, mountId, leaseId);
    }

    /**
     * What is authenticated with a value at this place. Unambiguous: every field carries its length or has a fixed one.
     *
     * @param storeId the store's id
     * @param revision the value's revision
     * @param keyVersion the version of the data key
     * @return the bytes
     */
    byte[] associatedData(String storeId, long revision, int keyVersion) {
        return new Fields()
                .text(LABEL)
                .text(storeId)
                .number(kind.code)
                .text(mountId)
                .text(name)
                .number(revision)
                .number(keyVersion)
                .toBytes();
    }

    /** Names the place for people. */
    @Override
    public String toString() {
        return kind.label + " " + name;
    }
}
