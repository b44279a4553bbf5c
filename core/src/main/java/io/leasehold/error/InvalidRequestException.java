package io.leasehold.error;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The request itself is wrong; it names the field, the problem and what would be accepted. Nothing was changed. */
public final class InvalidRequestException extends LeaseholdException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String field;

    /**
     * Creates the error for a whole request.
     *
     * @param message what was wrong and what would be right
     */
    public InvalidRequestException(String message) {
        this(null, message, null);
    }

    /**
     * Creates the error for one field.
     *
     * @param field the field as the caller spells it, such as {@code default_ttl}
     * @param problem what was wrong and what would be right
     */
    public InvalidRequestException(String field, String problem) {
        this(field, problem, null);
    }

    /**
     * Creates the error for one field, with a cause that holds no secret.
     *
     * @param field the field as the caller spells it, or null for the whole request
     * @param problem what was wrong and what would be right
     * @param cause the cause, or null
     */
    public InvalidRequestException(@Nullable String field, String problem, @Nullable Throwable cause) {
        super(field == null ? problem : field + ": " + problem, cause);
        this.field = field;
    }

    /**
     * The field that was wrong.
     *
     * @return the field's name as the caller spells it, empty when the request as a whole is meant
     */
    public Optional<String> field() {
        return Optional.ofNullable(field);
    }
}
