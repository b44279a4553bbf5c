package io.leasehold.pki.internal.crypto;

import java.util.Arrays;
import java.util.Optional;

/** The algorithms of keys, as requests spell them. */
public enum KeyType {
    /** RSA. */
    RSA("rsa"),
    /** Elliptic curves of NIST. */
    EC("ec"),
    /** Ed25519 (RFC 8032). */
    ED25519("ed25519");

    private final String spelling;

    KeyType(String spelling) {
        this.spelling = spelling;
    }

    /**
     * How requests and results spell it.
     *
     * @return lower-case text
     */
    public String spelling() {
        return spelling;
    }

    /**
     * Finds a type.
     *
     * @param spelling as in a request
     * @return the type; empty when there is no such
     */
    public static Optional<KeyType> of(String spelling) {
        return Arrays.stream(values())
                .filter(type -> type.spelling.equals(spelling))
                .findFirst();
    }
}
