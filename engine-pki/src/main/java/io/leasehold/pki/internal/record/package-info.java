/** What is kept of certificates that were issued, and of their revocation. */
@NullMarked
package io.leasehold.pki.internal.record;

import org.jspecify.annotations.NullMarked;
