/** Binding of maps and records. Start at {@link io.leasehold.internal.binding.RecordBinder}. */
@NullMarked
package io.leasehold.internal.binding;

import org.jspecify.annotations.NullMarked;
