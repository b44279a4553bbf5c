package io.leasehold.spring.engine;

/**
 * What a property names could not be had, or not be used, when the application started. Holds no secret, as the errors of the broker
 * hold none.
 */
public final class UnusableSecretException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String property;
    private final String path;

    /**
     * Creates the error.
     *
     * @param property the property that names the path, such as {@code leasehold.mongodb.path}
     * @param path the path in the broker
     * @param purpose what it was for, such as {@code the certificate of SSL bundle 'web'}
     * @param cause why
     */
    public UnusableSecretException(String property, String path, String purpose, RuntimeException cause) {
        super(property + ": " + purpose + " could not be had from '" + path + "': " + cause.getMessage(), cause);
        this.property = property;
        this.path = path;
    }

    /**
     * The property that names the path.
     *
     * @return its full name
     */
    public String property() {
        return property;
    }

    /**
     * The path in the broker.
     *
     * @return the path
     */
    public String path() {
        return path;
    }
}
