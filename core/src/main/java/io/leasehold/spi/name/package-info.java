/**
 * Templates of the names that engines give to accounts: the subset of Go's text/template that the established implementations
 * use for {@code username_template}, with a measure of the randomness that a name carries. Start at
 * {@link io.leasehold.spi.name.NameTemplate}; {@link io.leasehold.spi.name.NameVocabulary} says what templates may refer to.
 * Pure functions; time and randomness are parameters.
 */
@NullMarked
package io.leasehold.spi.name;

import org.jspecify.annotations.NullMarked;
