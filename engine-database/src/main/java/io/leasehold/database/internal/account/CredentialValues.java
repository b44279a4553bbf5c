package io.leasehold.database.internal.account;

import io.leasehold.database.internal.admin.ServerErrors;
import io.leasehold.database.internal.sql.Placeholders;
import io.leasehold.database.internal.sql.StatementValues;
import io.leasehold.database.spi.AccountCredential;
import io.leasehold.secret.SecretText;

/** What statements are given of a credential: the password, or the public key without the lines around it. */
sealed interface CredentialValues {

    /** A password. */
    record Password(SecretText password) implements CredentialValues {

        @Override
        public StatementValues in(StatementValues values) {
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
        public StatementValues in(StatementValues values) {
            return values.with(Placeholders.PUBLIC_KEY, SecretText.of(body));
        }

        @Override
        public ServerErrors masking(ServerErrors errors) {
            return errors;
        }
    }

    StatementValues in(StatementValues values);

    ServerErrors masking(ServerErrors errors);

    static CredentialValues of(AccountCredential credential) {
        if (credential instanceof AccountCredential.Password secret) {
            return new Password(secret.password());
        }
        if (credential instanceof AccountCredential.PublicKey key) {
            return new Key(key.pem().replaceAll("-----[A-Z ]+-----|\\s", ""));
        }
        throw new IllegalStateException("no SQL product takes such a credential");
    }
}
