package io.leasehold.internal.sealing;

import javax.crypto.SecretKey;

/**
 * A data key, ready for use.
 *
 * @param version its version, 1 or more
 * @param secret the key
 */
record DataKey(int version, SecretKey secret) {

    @Override
    public String toString() {
        return "data key version " + version;
    }
}
