package io.leasehold.internal.broker;

import io.leasehold.key.MasterKey;
import java.security.SecureRandom;

/**
 * The master key of volatile stores that were given none: made at random when the process first needs it, and the same for
 * every broker of the process, as they may share such a store. One code path seals everything, and what a volatile store
 * holds is not readable in a heap dump at a glance.
 */
final class VolatileKey {

    private static final MasterKey KEY = random();

    private VolatileKey() {}

    static MasterKey get() {
        return KEY;
    }

    private static MasterKey random() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return MasterKey.fromBytes(key);
    }
}
