package io.leasehold.key;

import java.nio.file.Path;

/**
 * The key-encryption key: it wraps the data keys that seal everything in a durable store. The wrapped data keys lie in the
 * store; the master key itself never does. Implementations are thread-safe.
 *
 * <p>Keys in process memory come from {@link #fromBytes}, {@link #fromFile} and {@link #fromEnvironment}; a key that never
 * leaves a key service implements this interface by calling that service.
 */
public interface MasterKey {

    /**
     * Names the key without revealing it. It is stored beside each wrapped data key, so that a wrong key is told from a
     * damaged one.
     *
     * @return a short ASCII id; for keys in memory, derived from the key by a one-way function
     */
    String id();

    /**
     * Wraps a data key.
     *
     * @param dataKey the data key; not kept
     * @param context bound to the result: {@link #unwrap} must be given the same
     * @return the wrapped key, safe to store
     */
    byte[] wrap(byte[] dataKey, byte[] context);

    /**
     * Unwraps a data key.
     *
     * @param wrapped what {@link #wrap} returned
     * @param context the context it was wrapped with
     * @return the data key; the caller wipes it
     * @throws io.leasehold.error.StorageException with reason {@code WRONG_KEY} when it was wrapped by another key, for
     *     another context, or was damaged
     */
    byte[] unwrap(byte[] wrapped, byte[] context);

    /**
     * A key given as bytes.
     *
     * @param key 32 random bytes; copied
     * @return the key
     * @throws io.leasehold.error.InvalidRequestException when it is not 32 bytes, or all of them are equal
     */
    static MasterKey fromBytes(byte[] key) {
        return AesMasterKey.of(key, "the master key");
    }

    /**
     * A key in a file: 32 bytes, or their Base64 or hexadecimal form with optional white space at the end.
     *
     * @param file the file; on POSIX file systems it must not be accessible to group or others
     * @return the key
     * @throws io.leasehold.error.InvalidRequestException when the file cannot be read, is open to others, or holds no key
     */
    static MasterKey fromFile(Path file) {
        return MasterKeyFile.read(file);
    }

    /**
     * A key in a file, which is made with a fresh random key and mode 0600 if it does not exist. Whoever loses the file
     * loses what the store holds.
     *
     * @param file the file
     * @return the key
     * @throws io.leasehold.error.InvalidRequestException when the file can neither be read nor made
     */
    static MasterKey fromFileOrCreate(Path file) {
        return MasterKeyFile.readOrCreate(file);
    }

    /**
     * A key in an environment variable, as Base64 or hexadecimal text of 32 bytes.
     *
     * @param variable the variable's name
     * @return the key
     * @throws io.leasehold.error.InvalidRequestException when it is not set or holds no key
     */
    static MasterKey fromEnvironment(String variable) {
        return AesMasterKey.fromText(System.getenv(variable), "environment variable " + variable);
    }
}
