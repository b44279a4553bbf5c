/** Issuing: from a request and a role to a certificate that is signed and on record. */
@NullMarked
package io.leasehold.pki.internal.issue;

import org.jspecify.annotations.NullMarked;
