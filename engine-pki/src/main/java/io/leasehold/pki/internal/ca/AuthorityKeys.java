package io.leasehold.pki.internal.ca;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.crypto.KeyKind;
import io.leasehold.pki.internal.crypto.NewKey;
import io.leasehold.pki.internal.crypto.SignatureScheme;
import io.leasehold.pki.internal.crypto.SigningKey;
import io.leasehold.pki.internal.issuer.Authorities;
import io.leasehold.pki.internal.issuer.Authorities.StoredKey;
import io.leasehold.pki.internal.issuer.AuthorityIndex;
import io.leasehold.pki.internal.issuer.KeyState;
import io.leasehold.pki.internal.issuer.Names;
import io.leasehold.pki.internal.x509.Pem;
import io.leasehold.pki.internal.x509.PrivateKeyText;

/** Makes the keys of authorities, or finds those that a request refers to. Thread-safe. */
final class AuthorityKeys {

    private final Crypto crypto;
    private final Authorities authorities;

    AuthorityKeys(Crypto crypto, Authorities authorities) {
        this.crypto = crypto;
        this.authorities = authorities;
    }

    /**
     * A key for an authority. Secret.
     *
     * @param state what the index has, or is to have, of it
     * @param key the key
     * @param source how the request came to it
     */
    record AuthorityKey(KeyState state, StoredKey key, KeyFields.Source source) {

        boolean isNew() {
            return source != KeyFields.Source.EXISTING;
        }

        boolean isExported() {
            return source == KeyFields.Source.EXPORTED;
        }

        Pem.Block block(PrivateKeyText.Encoding encoding) {
            return PrivateKeyText.block(key.kind(), key.pkcs8(), key.publicKey(), encoding);
        }

        /** The index with the key in it. The name is checked again, as somebody else may have been faster. */
        AuthorityIndex addTo(AuthorityIndex index) {
            if (!isNew()) {
                if (index.key(state.id()).isEmpty()) {
                    throw new InvalidRequestException("key_ref", "the key was deleted in the meantime");
                }
                return index;
            }
            Names.checkKey("key_name", state.name(), index, "");
            return index.with(state);
        }

        @Override
        public String toString() {
            return "AuthorityKey[" + state + "]";
        }
    }

    /**
     * Comes to a key: a new one is stored, and not yet in the index.
     *
     * @param source how
     * @param fields what the request says of it
     * @param index the index as it is
     * @return the key
     */
    AuthorityKey get(KeyFields.Source source, KeyFields fields, AuthorityIndex index) {
        if (source == KeyFields.Source.EXISTING) {
            String reference = fields.reference() == null || fields.reference().isEmpty()
                    ? AuthorityIndex.DEFAULT
                    : fields.reference();
            KeyState state = index.key(reference)
                    .orElseThrow(() -> new InvalidRequestException(
                            "key_ref",
                            reference.equals(AuthorityIndex.DEFAULT)
                                    ? "there is no default key: generate or import one, or write config/keys"
                                    : "unknown key: '" + Names.shown(reference) + "'"));
            StoredKey key = authorities.key(state.id());
            fields.checkExisting(key.kind());
            return new AuthorityKey(state, key, source);
        }
        fields.checkNew();
        KeyKind kind = fields.kind();
        Names.checkKey("key_name", fields.newName(), index, "");
        NewKey made = crypto.generate(kind);
        return new AuthorityKey(
                authorities.storeKey(made, fields.newName()),
                new StoredKey(kind, made.pkcs8(), made.publicKey()),
                source);
    }

    SigningKey signer(AuthorityKey key, SignatureScheme scheme) {
        return crypto.signingKey(key.key().kind(), key.key().pkcs8(), scheme);
    }

    /** Forgets a new key whose authority did not come to be. */
    void discard(AuthorityKey key, LeaseholdException refusal) {
        if (key.isNew()) {
            authorities.dropKeyAfter(key.state().id(), refusal);
        }
    }
}
