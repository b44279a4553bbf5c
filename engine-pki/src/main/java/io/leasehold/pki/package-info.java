/**
 * A certificate authority in-process: the records that are written to and read from an engine of type {@code pki}.
 */
@NullMarked
package io.leasehold.pki;

import org.jspecify.annotations.NullMarked;
