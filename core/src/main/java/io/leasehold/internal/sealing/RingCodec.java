package io.leasehold.internal.sealing;

import io.leasehold.error.StorageException;
import io.leasehold.error.StorageException.Reason;
import io.leasehold.internal.crypto.AesGcm;
import io.leasehold.internal.crypto.HmacSha256;
import io.leasehold.internal.sealing.SealContext.Kind;
import io.leasehold.key.MasterKey;
import io.leasehold.spi.storage.EntryStore.Entry;
import io.leasehold.spi.storage.SealedBytes;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Writes the key ring as an entry and reads it back: authenticates it and unwraps its keys. The entry's value is a code of
 * {@value HmacSha256#BYTES} bytes under the index key, over the store's id, the entry's version and the content, and then
 * the content; the index key in turn is wrapped by the master key. So a ring opens only as it was written, by somebody who
 * had the keys. Thread-safe.
 */
final class RingCodec {

    /** The key version of the ring's own entry: it is under no data key. */
    static final int NO_DATA_KEY = 0;

    private static final SealContext RING = new SealContext(Kind.KEYRING, "", "ring");
    private static final SealContext INDEX_KEY = new SealContext(Kind.KEYRING, "", "index key");
    private static final SealContext DATA_KEY = new SealContext(Kind.KEYRING, "", "data key");

    private final String storeId;

    RingCodec(String storeId) {
        this.storeId = storeId;
    }

    /** Wraps a data key for one version. */
    byte[] wrapDataKey(MasterKey master, byte[] key, int version) {
        return master.wrap(key, DATA_KEY.associatedData(storeId, 1, version));
    }

    /** Wraps the index key. */
    byte[] wrapIndexKey(MasterKey master, byte[] key) {
        return master.wrap(key, INDEX_KEY.associatedData(storeId, 1, NO_DATA_KEY));
    }

    /** The entry for a content. */
    Entry write(RingContent content, IndexKey index, long version) {
        byte[] body = content.encode();
        byte[] code = index.ringCode(associated(version), body);
        byte[] bytes = Arrays.copyOf(code, code.length + body.length);
        System.arraycopy(body, 0, bytes, code.length, body.length);
        return new Entry(KeyRing.PATH, version, new SealedBytes(NO_DATA_KEY, version, bytes));
    }

    /**
     * Authenticates a ring and unwraps its keys.
     *
     * @param entry the entry as it was read
     * @param masters the keys at hand
     * @param known what this process knows already, whose keys are taken over without being unwrapped again, or null
     * @throws StorageException with reason {@code UNREADABLE} when the ring is not authentic, {@code WRONG_KEY} when the
     *     master key is not at hand
     */
    RingState read(Entry entry, MasterKeys masters, @Nullable RingState known) {
        byte[] bytes = entry.value().bytes();
        if (bytes.length < HmacSha256.BYTES) {
            throw unreadable("is truncated: it has " + bytes.length + " bytes");
        }
        byte[] body = Arrays.copyOfRange(bytes, HmacSha256.BYTES, bytes.length);
        RingContent content = RingContent.decode(body)
                .orElseThrow(() -> unreadable("has an unknown format: it was changed, or written by a newer release"));
        IndexKey index = known != null ? known.index() : indexKey(content, masters);
        byte[] code = Arrays.copyOf(bytes, HmacSha256.BYTES);
        if (entry.value().revision() != entry.version()
                || !MessageDigest.isEqual(code, index.ringCode(associated(entry.version()), body))) {
            throw unreadable("does not pass authentication: it was changed, or copied from another store");
        }
        return new RingState(entry.version(), content, index, secrets(content, masters, known));
    }

    private IndexKey indexKey(RingContent content, MasterKeys masters) {
        return new IndexKey(unwrap(
                masters.require(content.masterKeyId()),
                content.wrappedIndexKey(),
                INDEX_KEY.associatedData(storeId, 1, NO_DATA_KEY)));
    }

    private Map<Integer, SecretKey> secrets(RingContent content, MasterKeys masters, @Nullable RingState known) {
        Map<Integer, SecretKey> secrets = new HashMap<>();
        for (WrappedKey key : content.keys()) {
            SecretKey secret = known == null ? null : known.secrets().get(key.version());
            if (secret == null) {
                secret = unwrap(
                        masters.require(content.masterKeyId()),
                        key.wrapped(),
                        DATA_KEY.associatedData(storeId, 1, key.version()));
            }
            secrets.put(key.version(), secret);
        }
        return secrets;
    }

    private static SecretKey unwrap(MasterKey master, byte[] wrapped, byte[] context) {
        byte[] clear = new byte[0];
        try {
            clear = master.unwrap(wrapped, context);
            return AesGcm.key(clear);
        } catch (StorageException e) {
            if (e.reason() != Reason.WRONG_KEY) {
                throw e;
            }
            // The id says that it is the right key, so it is the wrapped key that is wrong.
            throw new StorageException(
                    Reason.UNREADABLE,
                    ringText("holds a key that master key " + master.id()
                            + " does not open, although it is said to be wrapped by it: the ring was changed, or copied"
                            + " from another store"),
                    e);
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    private byte[] associated(long version) {
        return RING.associatedData(storeId, version, NO_DATA_KEY);
    }

    private static StorageException unreadable(String problem) {
        return new StorageException(Reason.UNREADABLE, ringText(problem), null);
    }

    private static String ringText(String problem) {
        return "the key ring (entry " + KeyRing.PATH + ") " + problem;
    }
}
