package io.leasehold.spi.binding;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes a component of a request record: how the field is spelled, bound and documented. The field's name is the
 * component's in snake_case.
 *
 * <p>Supported component types: {@code String}, {@code boolean}, {@code int}, {@code long} and their boxes,
 * {@link java.time.Duration}, {@code List<String>}, {@code Map<String, String>}, {@code Map<String, Object>},
 * {@code Object}, enums (spelled in lower case with {@code _} or {@code -}), and {@code List} of a record of such components
 * none of which is sensitive. A field that was not sent binds to null, or
 * to zero or false for a primitive; the record's canonical constructor turns that into the default and validates.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Field {

    /**
     * What the field means, with unit, default and range.
     *
     * @return one or two sentences
     */
    String value() default "";

    /**
     * Whether a request without the field, or with an empty text, is refused.
     *
     * @return true when the field must be sent
     */
    boolean required() default false;

    /**
     * Other spellings that are accepted.
     *
     * @return names in snake_case
     */
    String[] aliases() default {};

    /**
     * Whether a text given for a list is one element as it stands (SQL statements) and not split at commas.
     *
     * @return true to keep a text whole
     */
    boolean verbatim() default false;
}
