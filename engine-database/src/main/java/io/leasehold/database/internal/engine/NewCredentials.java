package io.leasehold.database.internal.engine;

import io.leasehold.database.DatabaseConnection;
import io.leasehold.database.DatabaseCredentials;
import io.leasehold.database.DatabaseRole;
import io.leasehold.database.RsaKeyCredentials;
import io.leasehold.database.internal.config.NewPasswords;
import io.leasehold.database.internal.credential.CertificateRules;
import io.leasehold.database.internal.credential.CredentialRules;
import io.leasehold.database.internal.credential.Pem;
import io.leasehold.database.spi.AccountCredential;
import io.leasehold.secret.SecretText;
import io.leasehold.spi.engine.Creation;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Draws credentials for the accounts of roles, of the type that the role has. Thread-safe. */
final class NewCredentials {

    private final NewPasswords passwords;
    private final SecureRandom random;

    NewCredentials(NewPasswords passwords, SecureRandom random) {
        this.passwords = passwords;
        this.random = random;
    }

    /**
     * Whom a credential is for.
     *
     * @param username the account to come
     * @param displayName who asks
     * @param roleName the role
     * @param time the time, for names that hold it
     */
    record Account(String username, String displayName, String roleName, Instant time) {}

    /** Makes what does not depend on the lease. A key of RSA takes a while, which is not to come out of a lease's deadline. */
    DrawnCredential draw(DatabaseRole role, DatabaseConnection connection, Account account) {
        CredentialRules rules = RoleDefaults.credential(role);
        if (rules instanceof CredentialRules.RsaKey rsa) {
            return new DrawnRsaKey(account.username(), rsa.key().draw(random));
        }
        if (rules instanceof CredentialRules.ClientCertificate client) {
            CertificateRules certificate = client.certificate();
            String commonName = certificate
                    .commonName()
                    .map(template -> template.render(account.displayName(), account.roleName(), account.time(), random))
                    .orElseGet(() -> CertificateRules.commonNameOf(account.username()));
            return new DrawnCertificate(
                    account.username(),
                    certificate,
                    commonName,
                    certificate.key().draw(random),
                    RoleDefaults.maxTtl(role),
                    random);
        }
        return new DrawnPassword(account.username(), passwords.next(connection, RoleDefaults.passwordPolicy(role)));
    }

    /** A password. */
    private record DrawnPassword(String username, SecretText password) implements DrawnCredential {

        @Override
        public Finished finish(Creation creation) {
            return new Finished(
                    new AccountCredential.Password(password), new DatabaseCredentials(username, password.reveal()));
        }

        @Override
        public @Nullable Duration longestLife() {
            return null;
        }
    }

    /** A key pair. */
    private record DrawnRsaKey(String username, KeyPair pair) implements DrawnCredential {

        @Override
        public Finished finish(Creation creation) {
            return new Finished(
                    new AccountCredential.PublicKey(Pem.of(pair.getPublic())),
                    new RsaKeyCredentials(username, Pem.of(pair.getPrivate())));
        }

        @Override
        public @Nullable Duration longestLife() {
            return null;
        }

        @Override
        public String toString() {
            return "DrawnRsaKey[username=" + username + "]";
        }
    }
}
