/** The shop of {@code examples/spring-web} without a framework: start with {@link io.leasehold.examples.plain.Shop}. */
@NullMarked
package io.leasehold.examples.plain;

import org.jspecify.annotations.NullMarked;
