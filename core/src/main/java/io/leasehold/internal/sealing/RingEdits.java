package io.leasehold.internal.sealing;

import io.leasehold.error.ConflictException;
import io.leasehold.internal.crypto.AesGcm;
import io.leasehold.key.MasterKey;
import io.leasehold.spi.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The changes that may be made to a ring, each from one content to the next; nothing is stored here. Thread-safe.
 */
final class RingEdits {

    private final Storage storage;
    private final RingCodec codec;

    /**
     * Makes the edits of one store.
     *
     * @param storage whose clock dates new keys
     * @param codec wraps keys
     */
    RingEdits(Storage storage, RingCodec codec) {
        this.storage = storage;
        this.codec = codec;
    }

    /** The content of a new store's ring. */
    RingContent first(MasterKey master, byte[] indexKey) {
        return new RingContent(master.id(), codec.wrapIndexKey(master, indexKey), List.of(newDataKey(master, 1)));
    }

    /** Adds a data key, wrapped by the master key that wraps the others; it becomes the current one. */
    RingContent withNewKey(RingContent content, MasterKeys masters) {
        MasterKey master = masters.require(content.masterKeyId());
        return content.withKey(
                newDataKey(master, Math.addExact(content.current().version(), 1)));
    }

    /** Reserves seals of the current data key, or of a new one when all of its seals are reserved. */
    RingContent withReserved(RingContent content, MasterKeys masters, long seals, long sealsPerKey) {
        boolean exhausted = content.current().reserved() >= sealsPerKey;
        RingContent usable = exhausted ? withNewKey(content, masters) : content;
        WrappedKey key = usable.current();
        return usable.withCurrent(key.withReserved(Math.min(sealsPerKey, key.reserved() + seals)));
    }

    /** Wraps all keys by another master key. */
    RingContent rewrapped(RingState state, MasterKey master) {
        byte[] index = state.index().encoded();
        try {
            return new RingContent(
                    master.id(),
                    codec.wrapIndexKey(master, index),
                    state.content().keys().stream()
                            .map(key -> rewrapped(key, state, master))
                            .toList());
        } finally {
            Arrays.fill(index, (byte) 0);
        }
    }

    /**
     * Removes a data key.
     *
     * @return the new content, empty when there is no such key
     * @throws ConflictException when it is the current one, or was replaced less than {@code replacedFor} ago
     */
    Optional<RingContent> without(RingContent content, int version, Duration replacedFor) {
        if (content.key(version).isEmpty()) {
            return Optional.empty();
        }
        Instant replacedAt = content.keys().stream()
                .filter(key -> key.version() > version)
                .findFirst()
                .map(WrappedKey::createdAt)
                .orElseThrow(() -> new ConflictException(
                        "data key version " + version + " is the current one; rotate it before retiring it"));
        Instant allowedAt = replacedAt.plus(replacedFor);
        if (storage.now().isBefore(allowedAt)) {
            throw new ConflictException("data key version " + version + " was replaced at " + replacedAt
                    + ", so an instance may still use it; it can be retired from " + allowedAt + " on");
        }
        return Optional.of(content.without(version));
    }

    private WrappedKey newDataKey(MasterKey master, int version) {
        byte[] key = AesGcm.randomKey();
        try {
            return new WrappedKey(version, storage.now(), 0, codec.wrapDataKey(master, key, version));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private WrappedKey rewrapped(WrappedKey key, RingState state, MasterKey master) {
        byte[] secret = state.key(key.version()).getEncoded();
        try {
            return key.withWrapped(codec.wrapDataKey(master, secret, key.version()));
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }
}
