package io.leasehold.pki.internal.ca;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.internal.crypto.KeyKind;
import io.leasehold.pki.internal.issuer.Names;
import io.leasehold.pki.internal.x509.PrivateKeyText;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of an authority's key.
 *
 * @param name the name of a new key
 * @param reference which existing key
 * @param type {@code rsa} (the default), {@code ec} or {@code ed25519}
 * @param bits its size, 0 for the type's default
 * @param privateKeyFormat how an exported key is written
 */
record KeyFields(
        @Nullable String name,
        @Nullable String reference,
        @Nullable String type,
        int bits,
        @Nullable String privateKeyFormat) {

    /** How a request comes to its key. */
    enum Source {
        /** A new one that never leaves. */
        INTERNAL,
        /** A new one that is handed out once. */
        EXPORTED,
        /** One that the mount has. */
        EXISTING;

        static Source of(String text) {
            return switch (text) {
                case "internal" -> INTERNAL;
                case "exported" -> EXPORTED;
                case "existing" -> EXISTING;
                case "kms" ->
                    throw new InvalidRequestException(
                            "type", "'kms' is not supported: give internal, exported or existing");
                default -> throw new InvalidRequestException("type", "is none: give internal, exported or existing");
            };
        }
    }

    KeyKind kind() {
        return KeyKind.of(type == null || type.isEmpty() ? "rsa" : type, bits);
    }

    String newName() {
        return name == null ? "" : name;
    }

    PrivateKeyText.Encoding encoding() {
        return PrivateKeyText.Encoding.of(privateKeyFormat == null ? "" : privateKeyFormat);
    }

    /** What says how a new key is to be is refused for an existing one, unless it is like that. */
    void checkExisting(KeyKind existing) {
        if (name != null && !name.isEmpty()) {
            throw new InvalidRequestException("key_name", "is for new keys: rename an existing one at key/REF");
        }
        if (type != null && !type.isEmpty() && !type.equals(existing.type().spelling())) {
            throw new InvalidRequestException(
                    "key_type", "is '" + Names.shown(type) + "', but the existing key is " + existing);
        }
        if (bits != 0 && bits != existing.bits()) {
            throw new InvalidRequestException("key_bits", "is " + bits + ", but the existing key is " + existing);
        }
    }

    void checkNew() {
        if (reference != null && !reference.isEmpty()) {
            throw new InvalidRequestException("key_ref", "is for the type existing: leave it out for a new key");
        }
        encoding();
    }
}
