/**
 * Templates of account names: the subset of Go's text/template that the established implementations use for
 * {@code username_template}, with a measure of the randomness that a name carries. Start at
 * {@link io.leasehold.database.internal.username.UsernameTemplate}. Pure functions; time and randomness are parameters.
 */
@NullMarked
package io.leasehold.database.internal.username;

import org.jspecify.annotations.NullMarked;
