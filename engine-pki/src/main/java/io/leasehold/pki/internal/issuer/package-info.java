/** The authorities of a mount: their keys, certificates and chains. */
@NullMarked
package io.leasehold.pki.internal.issuer;

import org.jspecify.annotations.NullMarked;
