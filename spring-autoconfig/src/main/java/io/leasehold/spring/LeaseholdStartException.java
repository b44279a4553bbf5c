package io.leasehold.spring;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseholdException;
import java.util.Locale;

/**
 * The application cannot start because of what its properties say. Names the property; never holds its value if that may be a
 * secret.
 */
public final class LeaseholdStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String property;

    /**
     * Creates the error.
     *
     * @param property the property to change, such as {@code leasehold.store.path}
     * @param problem what is wrong and what would be right
     */
    public LeaseholdStartException(String property, String problem) {
        super(property + ": " + problem);
        this.property = property;
    }

    private LeaseholdStartException(String property, LeaseholdException cause) {
        super(property + ": " + cause.getMessage(), cause);
        this.property = property;
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
        return new LeaseholdStartException(property, cause);
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
}
