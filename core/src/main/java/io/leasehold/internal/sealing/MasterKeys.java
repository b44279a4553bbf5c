package io.leasehold.internal.sealing;

import io.leasehold.error.StorageException;
import io.leasehold.error.StorageException.Reason;
import io.leasehold.key.MasterKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The master keys that this process was given. Immutable. */
final class MasterKeys {

    private final List<MasterKey> keys;

    MasterKeys(List<MasterKey> keys) {
        this.keys = List.copyOf(keys);
    }

    MasterKeys with(MasterKey key) {
        if (find(key.id()).isPresent()) {
            return this;
        }
        List<MasterKey> more = new ArrayList<>(keys);
        more.add(key);
        return new MasterKeys(more);
    }

    /** The key that wraps the keys of a new store. */
    MasterKey first() {
        if (keys.isEmpty()) {
            throw new StorageException(
                    Reason.WRONG_KEY,
                    "a master key is needed to make the keys of this store, and none was given",
                    null);
        }
        return keys.get(0);
    }

    Optional<MasterKey> find(String id) {
        return keys.stream().filter(key -> key.id().equals(id)).findFirst();
    }

    /**
     * Finds a key that must be there.
     *
     * @throws StorageException with reason {@code WRONG_KEY}, naming what is expected and what was given
     */
    MasterKey require(String id) {
        return find(id).orElseThrow(() -> new StorageException(
                Reason.WRONG_KEY,
                "the keys of this store are wrapped by master key " + id + ", but "
                        + (keys.isEmpty() ? "none was given" : "given was only " + ids())
                        + "; configure that master key, next to the new one while it is being replaced",
                null));
    }

    private String ids() {
        return String.join(", ", keys.stream().map(MasterKey::id).toList());
    }
}
