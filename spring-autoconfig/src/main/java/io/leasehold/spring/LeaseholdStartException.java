package io.leasehold.spring;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseholdException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The application cannot start because of what its properties say. Names the property; never holds its value if that may be a
 * secret.
 */
public final class LeaseholdStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String property;
    private final @Nullable String path;

    /**
     * Creates the error.
     *
     * @param property the property to change, such as {@code leasehold.store.path}
     * @param problem what is wrong and what would be right
     */
    public LeaseholdStartException(String property, String problem) {
        this(property, problem, null, null);
    }

    private LeaseholdStartException(
            String property, String problem, @Nullable String path, @Nullable RuntimeException cause) {
        super(property + ": " + problem, cause);
        this.property = property;
        this.path = path;
    }

    /**
     * Tells which property an error comes from.
     *
     * @param prefix the property that stands for the whole, such as {@code leasehold.store}
     * @param cause the broker's error; a field that it names is looked for below the prefix
     * @return the error to throw
     */
    public static LeaseholdStartException at(String prefix, LeaseholdException cause) {
        String property = cause instanceof InvalidRequestException invalid
                ? invalid.field().map(field -> prefix + "." + kebab(field)).orElse(prefix)
                : prefix;
        return of(property, cause);
    }

    /**
     * Tells which property an error comes from.
     *
     * @param property the property
     * @param cause the broker's error
     * @return the error to throw
     */
    public static LeaseholdStartException of(String property, LeaseholdException cause) {
        return new LeaseholdStartException(property, String.valueOf(cause.getMessage()), null, cause);
    }

    /**
     * Tells that what a property names could not be had, or not be used.
     *
     * @param property the property that names the path, such as {@code leasehold.mongodb.path}
     * @param path the path in the broker
     * @param purpose what it was for, such as {@code the certificate of SSL bundle 'web'}
     * @param cause why
     * @return the error to throw
     */
    public static LeaseholdStartException unusable(
            String property, String path, String purpose, RuntimeException cause) {
        return new LeaseholdStartException(
                property, purpose + " could not be had from '" + path + "': " + cause.getMessage(), path, cause);
    }

    /**
     * Spells a field as properties are spelled.
     *
     * @param field in camelCase or snake_case
     * @return in kebab-case
     */
    public static String kebab(String field) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < field.length(); i++) {
            char letter = field.charAt(i);
            if (Character.isUpperCase(letter) && i > 0 && Character.isLowerCase(field.charAt(i - 1))) {
                text.append('-');
            }
            text.append(letter);
        }
        return text.toString().replace('_', '-').toLowerCase(Locale.ROOT);
    }

    /**
     * The property to change.
     *
     * @return its full name
     */
    public String property() {
        return property;
    }

    /**
     * The path in the broker that could not be used.
     *
     * @return the path; empty when it is not about one
     */
    public Optional<String> path() {
        return Optional.ofNullable(path);
    }
}
