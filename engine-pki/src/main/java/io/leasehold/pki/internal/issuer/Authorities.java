package io.leasehold.pki.internal.issuer;

import io.leasehold.error.ConflictException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.StorageException;
import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.crypto.KeyKind;
import io.leasehold.pki.internal.crypto.KeyType;
import io.leasehold.pki.internal.crypto.NewKey;
import io.leasehold.pki.internal.crypto.SignatureScheme;
import io.leasehold.pki.internal.crypto.SigningKey;
import io.leasehold.pki.internal.x509.Certificate;
import io.leasehold.pki.internal.x509.KeyIds;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.EngineStorage;
import io.leasehold.spi.engine.Versioned;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * Stores authorities: the index that says what there is, and beside it keys and certificates, which never change. Those are stored
 * first, so that a process that is killed in between leaves an entry that nothing uses ({@link LeftAuthorities} removes it), and never
 * an issuer without its key.
 * Thread-safe.
 */
public final class Authorities {

    /** The entry of the index. */
    public static final String INDEX = "authorities";

    private static final String KEYS = "keys/";
    private static final String CERTIFICATES = "issuers/";
    private static final int TRIES = 50;

    private final EngineStorage storage;
    private final EngineContext context;
    private final Crypto crypto;

    /**
     * Creates the access.
     *
     * @param context the mount's
     * @param crypto loads keys
     */
    public Authorities(EngineContext context, Crypto crypto) {
        this.storage = context.storage();
        this.context = context;
        this.crypto = crypto;
    }

    /**
     * The index, at most two seconds behind other processes.
     *
     * @return the index with its version, 0 when there is none yet
     */
    public Versioned<AuthorityIndex> index() {
        return storage.get(INDEX, AuthorityIndex.class).orElse(new Versioned<>(INDEX, 0, AuthorityIndex.EMPTY));
    }

    /**
     * The index as it is now.
     *
     * @return the index with its version, 0 when there is none yet
     */
    public Versioned<AuthorityIndex> fresh() {
        return storage.getFresh(INDEX, AuthorityIndex.class).orElse(new Versioned<>(INDEX, 0, AuthorityIndex.EMPTY));
    }

    /**
     * Changes the index; what lost against another change is made again on what the other left.
     *
     * @param change from the index as it is to what it shall be; may throw to refuse. Runs again after a lost race
     * @return the index as stored
     */
    public AuthorityIndex change(UnaryOperator<AuthorityIndex> change) {
        for (int attempt = 1; ; attempt++) {
            Versioned<AuthorityIndex> before = fresh();
            AuthorityIndex after = change.apply(before.value());
            if (after.equals(before.value())) {
                return after;
            }
            try {
                return storage.put(INDEX, after, before.version()).value();
            } catch (ConflictException changedMeanwhile) {
                if (attempt == TRIES) {
                    throw changedMeanwhile;
                }
            }
        }
    }

    /**
     * A new UUID.
     *
     * @return its text
     */
    public String newId() {
        byte[] random = new byte[16];
        context.random().nextBytes(random);
        random[6] = (byte) ((random[6] & 0x0f) | 0x40);
        random[8] = (byte) ((random[8] & 0x3f) | 0x80);
        String hex = HexFormat.of().formatHex(random);
        return UUID.fromString(hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-" + hex.substring(12, 16) + "-"
                        + hex.substring(16, 20) + "-" + hex.substring(20))
                .toString();
    }

    /**
     * Stores a private key, which is not in the index by that.
     *
     * @param key the key
     * @param name its name, empty for none
     * @return what the index is to have of it
     */
    public KeyState storeKey(NewKey key, String name) {
        return storeKey(key.kind(), key.pkcs8(), key.publicKey(), name);
    }

    /**
     * Stores a private key, which is not in the index by that.
     *
     * @param kind what it is
     * @param pkcs8 the key
     * @param publicKey its public key
     * @param name its name, empty for none
     * @return what the index is to have of it
     */
    public KeyState storeKey(KeyKind kind, PrivateKeyInfo pkcs8, SubjectPublicKeyInfo publicKey, String name) {
        String id = newId();
        storage.put(KEYS + id, new KeyEntry(kind.type().spelling(), kind.bits(), base64(publicKey), base64(pkcs8)), 0);
        return new KeyState(id, name, kind.type().spelling(), kind.bits(), fingerprint(publicKey), "");
    }

    /**
     * Stores a certificate, which is not an issuer by that.
     *
     * @param id the UUID of the issuer
     * @param certificate the certificate
     */
    public void storeCertificate(String id, Certificate certificate) {
        storage.put(CERTIFICATES + id, new CertificateEntry(Base64.getEncoder().encodeToString(certificate.der())), 0);
    }

    /**
     * Reads a certificate.
     *
     * @param id the UUID of its issuer
     * @return the certificate, empty when there is none
     */
    public Optional<Certificate> certificate(String id) {
        return storage.getFresh(CERTIFICATES + id, CertificateEntry.class)
                .map(entry -> Certificate.read(
                        "issuer", Base64.getDecoder().decode(entry.value().certificate())));
    }

    /**
     * Deletes the certificate of an issuer that is not in the index any more.
     *
     * @param id its UUID
     */
    public void dropCertificate(String id) {
        drop(storage.getFresh(CERTIFICATES + id, CertificateEntry.class));
    }

    /**
     * Deletes a private key that is not in the index any more.
     *
     * @param id its UUID
     */
    public void dropKey(String id) {
        drop(storage.getFresh(KEYS + id, KeyEntry.class));
    }

    /**
     * Deletes a new private key whose request was refused. It stays where the index has it after all, and where the store failed,
     * which leaves open whether the index has it: {@link LeftAuthorities} removes it later, if nothing uses it.
     *
     * @param id its UUID
     * @param refusal why the request ended
     */
    public void dropKeyAfter(String id, LeaseholdException refusal) {
        if (!(refusal instanceof StorageException) && fresh().value().key(id).isEmpty()) {
            dropKey(id);
        }
    }

    private void drop(Optional<? extends Versioned<?>> entry) {
        if (entry.isPresent()) {
            try {
                storage.delete(entry.get().path(), entry.get().version());
            } catch (ConflictException gone) {
                // Somebody else was faster.
            }
        }
    }

    /** The UUIDs of all private keys that are stored, in the index or not. */
    List<String> storedKeys() {
        return storage.list(KEYS.substring(0, KEYS.length() - 1));
    }

    /** The UUIDs of all issuers whose certificates are stored, in the index or not. */
    List<String> storedCertificates() {
        return storage.list(CERTIFICATES.substring(0, CERTIFICATES.length() - 1));
    }

    /** A private key that was read. Secret. */
    public record StoredKey(KeyKind kind, PrivateKeyInfo pkcs8, SubjectPublicKeyInfo publicKey) {

        @Override
        public String toString() {
            return "StoredKey[" + kind + "]";
        }
    }

    /**
     * Reads a private key.
     *
     * @param id its UUID
     * @return the key
     * @throws NotFoundException when there is none
     */
    public StoredKey key(String id) {
        KeyEntry entry = storage.getFresh(KEYS + id, KeyEntry.class)
                .orElseThrow(() -> new NotFoundException("unknown key: " + id))
                .value();
        KeyType type = KeyType.of(entry.type())
                .orElseThrow(() -> new IllegalStateException("a stored key is of a type that is not known"));
        return new StoredKey(
                new KeyKind(type, entry.bits()),
                PrivateKeyInfo.getInstance(Base64.getDecoder().decode(entry.privateKey())),
                SubjectPublicKeyInfo.getInstance(Base64.getDecoder().decode(entry.publicKey())));
    }

    /**
     * Loads a private key.
     *
     * @param id its UUID
     * @param scheme how it signs
     * @return the key, ready to sign
     * @throws NotFoundException when there is none
     */
    public SigningKey signer(String id, SignatureScheme scheme) {
        StoredKey key = key(id);
        return crypto.signingKey(key.kind(), key.pkcs8(), scheme);
    }

    /**
     * By which a public key is found.
     *
     * @param publicKey the key
     * @return the same text for the same key, however its algorithm is written
     */
    public static String fingerprint(SubjectPublicKeyInfo publicKey) {
        return HexFormat.of().formatHex(KeyIds.of(publicKey));
    }

    private static String base64(org.bouncycastle.asn1.ASN1Object structure) {
        try {
            return Base64.getEncoder().encodeToString(structure.getEncoded(ASN1Encoding.DER));
        } catch (IOException e) {
            throw new IllegalArgumentException("a key cannot be encoded", e);
        }
    }
}
