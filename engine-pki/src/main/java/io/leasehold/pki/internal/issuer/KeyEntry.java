package io.leasehold.pki.internal.issuer;

import io.leasehold.secret.Sensitive;

/**
 * A private key as it is stored, sealed, at {@code keys/ID}. Written once and never changed. A key exists when the index has it:
 * what a crash left behind before that is never used.
 *
 * @param type its type, as requests spell it
 * @param bits its size, 0 for Ed25519
 * @param publicKey the public key (RFC 5280, section 4.1.2.7), in base64
 * @param privateKey the private key (RFC 5958), in base64
 */
public record KeyEntry(
        String type, int bits, String publicKey, @Sensitive String privateKey) {

    @Override
    public String toString() {
        return "KeyEntry[" + type + " " + bits + "]";
    }
}
