package io.leasehold.database;

import io.leasehold.secret.Sensitive;
import io.leasehold.spi.binding.Field;

/**
 * A login of a database with a certificate: what {@code creds/NAME} answers for a role of {@code credential_type}
 * {@code client_certificate}. Its text form shows neither certificate nor key.
 *
 * @param username the user's name
 * @param clientCertificate the certificate to show to the server, as X.509 in PEM (RFC 7468)
 * @param privateKey the certificate's key, as PKCS #8 in PEM (RFC 5958), not encrypted
 * @param privateKeyType the key's algorithm: {@code rsa}, {@code ec} or {@code ed25519}
 */
public record CertificateCredentials(
        @Field("The user's name.") String username,

        @Field("The user's certificate: X.509 as PEM.") @Sensitive
        String clientCertificate,

        @Field("The certificate's key: PKCS #8 as PEM.") @Sensitive
        String privateKey,

        @Field("The key's algorithm: rsa, ec or ed25519.") String privateKeyType) {

    @Override
    public String toString() {
        return "CertificateCredentials[username=" + username + ", privateKeyType=" + privateKeyType
                + ", clientCertificate=[masked], privateKey=[masked]]";
    }
}
