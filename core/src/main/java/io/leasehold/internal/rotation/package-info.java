/** Decisions of rotating secrets. */
@NullMarked
package io.leasehold.internal.rotation;

import org.jspecify.annotations.NullMarked;
