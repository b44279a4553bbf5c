package io.leasehold.pki.internal.issuer;

/**
 * What the index has of a key. Immutable.
 *
 * @param id its UUID
 * @param name its name, empty for none
 * @param type its type, as requests spell it
 * @param bits its size, 0 for Ed25519
 * @param fingerprint of its public key, by which certificates find it
 * @param issuerName the name that its issuer is to get when its certificate comes; empty for none
 */
public record KeyState(String id, String name, String type, int bits, String fingerprint, String issuerName) {

    /**
     * The key under another name.
     *
     * @param other the name, empty for none
     * @return the changed copy
     */
    public KeyState named(String other) {
        return new KeyState(id, other, type, bits, fingerprint, issuerName);
    }

    /**
     * The key whose issuer is to get a name.
     *
     * @param other the name, empty for none
     * @return the changed copy
     */
    public KeyState forIssuer(String other) {
        return new KeyState(id, name, type, bits, fingerprint, other);
    }
}
