package io.leasehold.database;

import io.leasehold.secret.Sensitive;
import io.leasehold.spi.binding.Field;

/**
 * A login of a database with a key pair: what {@code creds/NAME} answers for a role of {@code credential_type}
 * {@code rsa_private_key}. Its text form shows the user name only.
 *
 * @param username the user's name
 * @param rsaPrivateKey the user's private key, as PKCS #8 in PEM (RFC 5958, RFC 7468), not encrypted
 */
public record RsaKeyCredentials(
        @Field("The user's name.") String username,

        @Field("The user's private key: PKCS #8 as PEM.") @Sensitive
        String rsaPrivateKey) {

    @Override
    public String toString() {
        return "RsaKeyCredentials[username=" + username + ", rsaPrivateKey=[masked]]";
    }
}
