/** Binding of maps and records. */
@NullMarked
package io.leasehold.internal.binding;

import org.jspecify.annotations.NullMarked;
