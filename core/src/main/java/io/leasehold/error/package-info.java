/**
 * The one hierarchy of errors, under {@link io.leasehold.error.LeaseholdException}. Leaves are named by what a caller
 * can do about them; none ever holds a secret.
 */
@NullMarked
package io.leasehold.error;

import org.jspecify.annotations.NullMarked;
