/** Keys and signatures, from whichever provider makes them. */
@NullMarked
package io.leasehold.pki.internal.crypto;

import org.jspecify.annotations.NullMarked;
