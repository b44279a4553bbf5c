package io.leasehold.pki.internal.crl;

/**
 * A part of a stored list, small enough for every store.
 *
 * @param content its octets in base64
 */
record CrlPart(String content) {}
