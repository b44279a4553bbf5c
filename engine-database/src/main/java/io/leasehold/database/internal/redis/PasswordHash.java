package io.leasehold.database.internal.redis;

import io.leasehold.database.internal.text.Sha256;
import io.leasehold.secret.SecretText;
import java.util.HexFormat;

/** What the server keeps of a password, and takes in its place: SHA-256 in hexadecimal ("ACL", Redis docs). Stateless. */
final class PasswordHash {

    private PasswordHash() {}

    static String of(SecretText password) {
        return HexFormat.of().formatHex(Sha256.of(password.reveal()));
    }
}
