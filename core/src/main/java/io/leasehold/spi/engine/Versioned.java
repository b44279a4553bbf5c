package io.leasehold.spi.engine;

/**
 * A value read from an engine's storage, with where and in which version it was found.
 *
 * @param path the path relative to the engine's storage
 * @param version its version; 0 for a value that is not stored yet
 * @param value the value
 * @param <T> its type
 */
public record Versioned<T>(String path, long version, T value) {

    @Override
    public String toString() {
        return "Versioned[" + path + ", version=" + version + "]";
    }
}
