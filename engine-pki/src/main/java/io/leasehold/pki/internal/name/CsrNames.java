package io.leasehold.pki.internal.name;

/** Reads the names and the key of a certificate signing request. */
@FunctionalInterface
public interface CsrNames {

    /**
     * What a signing request asks for.
     *
     * @param names its names; {@link RequestedNames#ofCsr()} holds
     * @param keyType {@code rsa}, {@code ec} or {@code ed25519}
     * @param keyBits the size of its key; 0 for {@code ed25519}
     */
    record Content(RequestedNames names, String keyType, int keyBits) {}

    /**
     * Reads a signing request and verifies its signature.
     *
     * @param pem the request, from anybody
     * @return what it asks for
     * @throws io.leasehold.error.InvalidRequestException when it is malformed, or its signature is wrong
     */
    Content read(String pem);
}
