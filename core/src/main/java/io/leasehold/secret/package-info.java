/** Secret values inside the library, and the mark for record components that hold one. */
@NullMarked
package io.leasehold.secret;

import org.jspecify.annotations.NullMarked;
