package io.leasehold.spi.engine;

/**
 * Makes engines of one type. Found by {@link java.util.ServiceLoader}, or given to the broker's builder. Thread-safe.
 */
public interface SecretEngineProvider {

    /**
     * The type that a mount names, such as {@code database}.
     *
     * @return the type: lower-case letters, digits and hyphens
     */
    String type();

    /**
     * Makes the engine of one mount. Does no I/O: targets may be down.
     *
     * @param context what the engine may use
     * @return the engine
     */
    SecretEngine create(EngineContext context);
}
