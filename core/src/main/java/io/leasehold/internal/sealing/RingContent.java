package io.leasehold.internal.sealing;

import io.leasehold.internal.crypto.Fields;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the key ring's entry says, keys still wrapped. Immutable. Pure data: nothing here has been authenticated.
 *
 * @param masterKeyId the master key that wraps all keys
 * @param wrappedIndexKey the index key, wrapped; never changed
 * @param keys the data keys, by rising version, at least one; the last is the current one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RingContent(String masterKeyId, byte[] wrappedIndexKey, List<WrappedKey> keys) {

    private static final int FORMAT = 1;

    RingContent {
        keys = List.copyOf(keys);
    }

    WrappedKey current() {
        return keys.get(keys.size() - 1);
    }

    Optional<WrappedKey> key(int version) {
        return keys.stream().filter(key -> key.version() == version).findFirst();
    }

    RingContent withKey(WrappedKey key) {
        List<WrappedKey> more = new ArrayList<>(keys);
        more.add(key);
        return new RingContent(masterKeyId, wrappedIndexKey, more);
    }

    RingContent withCurrent(WrappedKey key) {
        List<WrappedKey> changed = new ArrayList<>(keys);
        changed.set(changed.size() - 1, key);
        return new RingContent(masterKeyId, wrappedIndexKey, changed);
    }

    RingContent without(int version) {
        return new RingContent(
                masterKeyId,
                wrappedIndexKey,
                keys.stream().filter(key -> key.version() != version).toList());
    }

    /** The stored form; {@link #decode} reads it. */
    byte[] encode() {
        Fields fields = new Fields()
                .number(FORMAT)
                .text(masterKeyId)
                .bytes(wrappedIndexKey)
                .number(keys.size());
        for (WrappedKey key : keys) {
            fields.number(key.version())
                    .number(key.createdAt().toEpochMilli())
                    .number(key.reserved())
                    .bytes(key.wrapped());
        }
        return fields.toBytes();
    }

    /** Reads the stored form; empty when it is not one. Does not trust its input. */
    static Optional<RingContent> decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            if (in.getInt() != FORMAT) {
                return Optional.empty();
            }
            String masterKeyId = text(in);
            byte[] indexKey = bytes(in);
            int count = in.getInt();
            List<WrappedKey> keys = new ArrayList<>();
            int last = 0;
            for (int i = 0; i < count; i++) {
                WrappedKey key =
                        new WrappedKey(in.getInt(), Instant.ofEpochMilli(in.getLong()), in.getLong(), bytes(in));
                if (key.version() <= last || key.reserved() < 0) {
                    return Optional.empty();
                }
                last = key.version();
                keys.add(key);
            }
            return keys.isEmpty() || in.hasRemaining()
                    ? Optional.empty()
                    : Optional.of(new RingContent(masterKeyId, indexKey, keys));
        } catch (BufferUnderflowException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static String text(ByteBuffer in) {
        return ByteBuffer.wrap(bytes(in)).asCharBuffer().toString();
    }

    @Override
    public String toString() {
        return "key ring" + keys;
    }
}
