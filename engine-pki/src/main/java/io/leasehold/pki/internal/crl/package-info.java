/** Lists of revoked certificates: when they are built, how they are stored, who may read them. */
@NullMarked
package io.leasehold.pki.internal.crl;

import org.jspecify.annotations.NullMarked;
