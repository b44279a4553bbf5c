/** What the parts of the engine are put together from. */
@NullMarked
package io.leasehold.pki.internal.engine;

import org.jspecify.annotations.NullMarked;
