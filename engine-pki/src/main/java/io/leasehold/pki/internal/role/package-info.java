/** Roles: their fields read and checked, stored, shown, and tried out without making a certificate. */
@NullMarked
package io.leasehold.pki.internal.role;

import org.jspecify.annotations.NullMarked;
