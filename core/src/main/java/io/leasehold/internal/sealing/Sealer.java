package io.leasehold.internal.sealing;

import io.leasehold.error.StorageException;
import io.leasehold.error.StorageException.Reason;
import io.leasehold.internal.crypto.AesGcm;
import io.leasehold.spi.storage.SealedBytes;
import java.nio.ByteBuffer;
import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * Seals and opens the values of one store, with AES-256-GCM under the data keys of its {@link KeyRing}. Thread-safe; takes
 * no lock of its own unless a key must be fetched or seals reserved.
 *
 * <p>A sealed value is one byte of format version, four bytes of key version, and nonce, encrypted value and tag as
 * {@link AesGcm} writes them.
 */
public final class Sealer {

    private static final byte FORMAT = 1;
    private static final int HEADER_BYTES = 1 + Integer.BYTES;

    private final KeyRing ring;
    private final AesGcm.Ciphers ciphers = new AesGcm.Ciphers();

    /**
     * Makes a sealer.
     *
     * @param ring the keys of the store
     */
    public Sealer(KeyRing ring) {
        this.ring = ring;
    }

    /**
     * Seals a value.
     *
     * @param context where the value belongs
     * @param revision how often the value was sealed at this place, 1 or more; for an entry, its new version
     * @param clear the value; not kept
     * @return the sealed value
     * @throws StorageException when seals had to be reserved in the store and could not be; never with reason
     *     {@code OUTCOME_UNKNOWN}, because the value itself was not written anywhere
     */
    public SealedBytes seal(SealContext context, long revision, byte[] clear) {
        return seal(ring.nextSeal(), context, revision, clear);
    }

    /**
     * Seals a value without a call to the store: for use within a transaction of the store, after {@link #reserveAhead}.
     *
     * @param context where the value belongs
     * @param revision as with {@link #seal}
     * @param clear the value; not kept
     * @return the sealed value
     * @throws SealsTakenException when others have taken the seals, or the key was replaced meanwhile: end the transaction,
     *     reserve again, and try again
     */
    public SealedBytes sealAtOnce(SealContext context, long revision, byte[] clear) {
        return seal(ring.sealAtHand().orElseThrow(SealsTakenException::new), context, revision, clear);
    }

    private SealedBytes seal(DataKey key, SealContext context, long revision, byte[] clear) {
        if (revision < 1) {
            throw new IllegalArgumentException("a revision is 1 or more, was " + revision);
        }
        byte[] header = ByteBuffer.allocate(HEADER_BYTES)
                .put(FORMAT)
                .putInt(key.version())
                .array();
        byte[] associated = context.associatedData(ring.storeId(), revision, key.version());
        return new SealedBytes(key.version(), revision, AesGcm.seal(ciphers, key.secret(), header, associated, clear));
    }

    /**
     * Sees to it that seals are at hand. To be called before a transaction that seals in its course, by {@link #sealAtOnce}.
     *
     * @throws StorageException when seals had to be reserved in the store and could not be
     */
    public void reserveAhead() {
        ring.reserveAhead();
    }

    /**
     * Opens a value.
     *
     * @param context where the value was found
     * @param sealed the sealed value, with the key version and the revision found beside it
     * @return the value; the caller wipes it when it is secret
     * @throws StorageException with reason {@code UNREADABLE} when the value cannot be opened, saying which value and why;
     *     with another reason when a key had to be fetched from the store and could not be
     */
    public byte[] open(SealContext context, SealedBytes sealed) {
        byte[] bytes = sealed.bytes();
        int version = checkedKeyVersion(context, sealed);
        Optional<SecretKey> key = ring.key(version);
        if (key.isEmpty()) {
            throw unreadable(
                    context,
                    "is sealed with data key version " + version + ", which the key ring (" + ring.versions()
                            + ") does not hold, although it was read again where that could help; the key was retired,"
                            + " or the ring was restored from an older backup, or the value was changed");
        }
        byte[] associated = context.associatedData(ring.storeId(), sealed.revision(), version);
        return AesGcm.open(ciphers, key.get(), bytes, HEADER_BYTES, associated)
                .orElseThrow(() -> unreadable(
                        context,
                        "does not pass authentication with data key version " + version + " and revision "
                                + sealed.revision() + ": it was changed or cut off, or it was moved here from another"
                                + " name, mount, revision or store"));
    }

    private static int checkedKeyVersion(SealContext context, SealedBytes sealed) {
        byte[] bytes = sealed.bytes();
        if (bytes.length > 0 && bytes[0] != FORMAT) {
            throw unreadable(
                    context,
                    "has the unknown format " + Byte.toUnsignedInt(bytes[0]) + " instead of " + FORMAT
                            + ": it was changed, or written by a newer release");
        }
        if (bytes.length < HEADER_BYTES + AesGcm.OVERHEAD) {
            throw unreadable(
                    context,
                    "is truncated: it has " + bytes.length + " bytes, a sealed value has "
                            + (HEADER_BYTES + AesGcm.OVERHEAD) + " or more");
        }
        int version = ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
        if (version != sealed.keyVersion()) {
            throw unreadable(
                    context,
                    "names data key version " + version + " inside, and " + sealed.keyVersion()
                            + " in the clear beside it: one of them was changed");
        }
        return version;
    }

    private static StorageException unreadable(SealContext context, String problem) {
        return new StorageException(Reason.UNREADABLE, context + " " + problem, null);
    }
}
