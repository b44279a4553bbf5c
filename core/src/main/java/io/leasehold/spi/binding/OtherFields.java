package io.leasehold.spi.binding;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the one component of type {@code Map<String, Object>} that takes the fields which the record does not know, for a
 * plugin to bind with a record of its own. Without such a component an unknown field is refused by name.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface OtherFields {}
