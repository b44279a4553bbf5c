package io.leasehold.pki.internal.issue;

import io.leasehold.spi.binding.Field;

/**
 * What a lease of a certificate knows.
 *
 * @param serial the certificate's serial, as octets joined by colons
 */
public record IssueLease(@Field("The serial.") String serial) {}
