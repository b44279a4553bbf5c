/** Which names a role lets a certificate have, and by or against which rule: pure functions. */
@NullMarked
package io.leasehold.pki.internal.name;

import org.jspecify.annotations.NullMarked;
