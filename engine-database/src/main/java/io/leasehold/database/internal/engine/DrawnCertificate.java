package io.leasehold.database.internal.engine;

import io.leasehold.database.CertificateCredentials;
import io.leasehold.database.internal.credential.CertificateRules;
import io.leasehold.database.internal.credential.ClientCertificate;
import io.leasehold.database.internal.credential.Pem;
import io.leasehold.database.spi.AccountCredential;
import io.leasehold.spi.engine.Creation;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;

/**
 * A client's certificate before it is signed, which is when the lease's end is known. Nobody can move a certificate's end, so
 * it is that of the longest life that renewals may give the lease; without such a limit it is the lease's first end.
 *
 * @param username the account
 * @param rules who signs, and how
 * @param commonName the certificate's subject
 * @param key the certificate's key
 * @param longestLife the longest life of the lease, zero for one that is not renewed
 * @param random the source of serial numbers
 */
record DrawnCertificate(
        String username,
        CertificateRules rules,
        String commonName,
        KeyPair key,
        Duration longestLife,
        SecureRandom random)
        implements DrawnCredential {

    @Override
    public Finished finish(Creation creation) {
        Instant now = creation.now();
        Instant limit = now.plus(longestLife);
        Instant end = limit.isAfter(creation.expiresAt()) ? limit : creation.expiresAt();
        ClientCertificate certificate = ClientCertificate.sign(rules, commonName, key.getPublic(), now, end, random);
        return new Finished(
                new AccountCredential.ClientCertificate(certificate.subject(), certificate.issuer()),
                new CertificateCredentials(
                        username,
                        Pem.of(certificate.certificate()),
                        Pem.of(key.getPrivate()),
                        rules.key().type().spelling()));
    }

    @Override
    public String toString() {
        return "DrawnCertificate[username=" + username + "]";
    }
}
