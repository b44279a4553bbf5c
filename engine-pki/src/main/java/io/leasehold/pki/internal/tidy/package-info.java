/** Removes what is expired, a page at a time, in the background. */
@NullMarked
package io.leasehold.pki.internal.tidy;

import org.jspecify.annotations.NullMarked;
