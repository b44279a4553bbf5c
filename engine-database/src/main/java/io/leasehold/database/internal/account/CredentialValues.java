package io.leasehold.database.internal.account;

import io.leasehold.database.internal.admin.ServerErrors;
import io.leasehold.database.internal.sql.Placeholders;
import io.leasehold.database.internal.sql.StatementValues;
import io.leasehold.database.spi.AccountCredential;
import io.leasehold.secret.SecretText;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What statements are given of a credential: the password, the public key without the lines around it, or names. */
sealed interface CredentialValues {

    /** A password. */
    record Password(SecretText password) implements CredentialValues {

        @Override
        public StatementValues in(StatementValues values, Predicate<String> used) {
            return values.password(password);
        }

        @Override
        public ServerErrors masking(ServerErrors errors) {
            return errors.masking(password.reveal());
        }
    }

    /** The base64 text of a public key. */
    record Key(String body) implements CredentialValues {

        @Override
        public StatementValues in(StatementValues values, Predicate<String> used) {
            return values.with(Placeholders.PUBLIC_KEY, SecretText.of(body));
        }

        @Override
        public ServerErrors masking(ServerErrors errors) {
            return errors;
        }
    }

    /** Whom a certificate is for and who signed it, as the product writes names. */
    record Certificate(AccountCredential.ClientCertificate certificate, UnaryOperator<String> names)
            implements CredentialValues {

        @Override
        public StatementValues in(StatementValues values, Predicate<String> used) {
            StatementValues more = values;
            if (used.test(Placeholders.SUBJECT)) {
                more = more.with(Placeholders.SUBJECT, SecretText.of(names.apply(certificate.subject())));
            }
            if (used.test(Placeholders.ISSUER)) {
                more = more.with(Placeholders.ISSUER, SecretText.of(names.apply(certificate.issuer())));
            }
            return more;
        }

        @Override
        public ServerErrors masking(ServerErrors errors) {
            return errors;
        }
    }

    /** The values with those of the credential, as far as the statements use them. */
    StatementValues in(StatementValues values, Predicate<String> used);

    ServerErrors masking(ServerErrors errors);

    static CredentialValues of(AccountCredential credential, UnaryOperator<String> names) {
        if (credential instanceof AccountCredential.Password secret) {
            return new Password(secret.password());
        }
        if (credential instanceof AccountCredential.PublicKey key) {
            return new Key(key.pem().replaceAll("-----[A-Z ]+-----|\\s", ""));
        }
        if (credential instanceof AccountCredential.ClientCertificate certificate) {
            return new Certificate(certificate, names);
        }
        throw new IllegalStateException("no SQL product takes such a credential");
    }
}
