package io.leasehold.internal.sealing;

import java.util.Map;
import java.util.Objects;
import javax.crypto.SecretKey;

/**
 * The key ring as this process knows it: authenticated, with its keys unwrapped. Immutable.
 *
 * @param version the version of the ring's entry
 * @param content what the entry says
 * @param index the index key
 * @param secrets the data keys by version; those that {@code content} lists
 */
record RingState(long version, RingContent content, IndexKey index, Map<Integer, SecretKey> secrets) {

    RingState {
        secrets = Map.copyOf(secrets);
    }

    int currentVersion() {
        return content.current().version();
    }

    /** The data key of a version that the ring lists. */
    SecretKey key(int version) {
        return Objects.requireNonNull(secrets.get(version), "every listed key is unwrapped");
    }

    @Override
    public String toString() {
        return content + ", entry version " + version;
    }
}
