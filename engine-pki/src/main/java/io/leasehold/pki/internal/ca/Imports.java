package io.leasehold.pki.internal.ca;

import io.leasehold.error.ConflictException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.ImportedAuthorities;
import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.issuer.Authorities;
import io.leasehold.pki.internal.issuer.AuthorityIndex;
import io.leasehold.pki.internal.issuer.Issuer;
import io.leasehold.pki.internal.issuer.IssuerState;
import io.leasehold.pki.internal.issuer.KeyState;
import io.leasehold.pki.internal.issuer.StoredIssuers;
import io.leasehold.pki.internal.issuer.Usage;
import io.leasehold.pki.internal.x509.Certificate;
import io.leasehold.spi.engine.Reply;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.jspecify.annotations.Nullable;

/**
 * Imports authorities: certificates find the keys that are theirs, and keys the certificates that wait for them, in whatever order
 * they come. What is there already is left as it is. Entries are stored first, and the index last. Thread-safe.
 */
final class Imports {

    private final Authorities authorities;
    private final StoredIssuers issuers;
    private final Issued issued;
    private final ImportReader reader;

    Imports(Crypto crypto, Authorities authorities, StoredIssuers issuers, Issued issued) {
        this.authorities = authorities;
        this.issuers = issuers;
        this.issued = issued;
        this.reader = new ImportReader(crypto);
    }

    /** What one import does to the index; made anew for each attempt. */
    private static final class Outcome {
        private final Map<String, String> issuers = new LinkedHashMap<>();
        private final Set<String> newIssuers = new HashSet<>();
        private final Map<String, String> keys = new LinkedHashMap<>();
        private final Set<String> newKeys = new HashSet<>();
        private final List<String> warnings = new ArrayList<>();
    }

    /**
     * Imports.
     *
     * @param field where the text comes from, for errors
     * @param text certificates and keys
     * @param withKeys whether keys are taken
     * @return the answer
     */
    Reply read(String field, String text, boolean withKeys) {
        ImportReader.Found found = reader.read(field, text, withKeys);
        AuthorityIndex before = authorities.fresh().value();
        Map<String, KeyState> keys = new LinkedHashMap<>();
        for (ImportReader.FoundKey key : found.keys()) {
            String fingerprint = Authorities.fingerprint(key.publicKey());
            if (before.keyOf(fingerprint).isEmpty() && !keys.containsKey(fingerprint)) {
                keys.put(fingerprint, authorities.storeKey(key.kind(), key.pkcs8(), key.publicKey(), ""));
            }
        }
        Map<String, String> ids = new LinkedHashMap<>();
        for (Certificate certificate : found.certificates()) {
            String digest = IssuerState.digest(certificate);
            if (before.issuerOf(digest).isEmpty() && !ids.containsKey(digest)) {
                String id = authorities.newId();
                authorities.storeCertificate(id, certificate);
                ids.put(digest, id);
            }
        }
        Outcome[] last = new Outcome[1];
        AuthorityIndex after = authorities.change(index -> {
            Outcome outcome = new Outcome();
            last[0] = outcome;
            return apply(index, found, keys, ids, outcome);
        });
        Outcome outcome = last[0];
        keys.values().stream()
                .filter(key -> !outcome.newKeys.contains(key.id()))
                .forEach(key -> authorities.dropKey(key.id()));
        ids.values().stream().filter(id -> !outcome.newIssuers.contains(id)).forEach(authorities::dropCertificate);
        keep(found.certificates());
        return answer(outcome, after);
    }

    private static AuthorityIndex apply(
            AuthorityIndex before,
            ImportReader.Found found,
            Map<String, KeyState> keys,
            Map<String, String> ids,
            Outcome outcome) {
        AuthorityIndex index = before;
        for (ImportReader.FoundKey key : found.keys()) {
            String fingerprint = Authorities.fingerprint(key.publicKey());
            KeyState known = index.keyOf(fingerprint).orElse(null);
            if (known == null) {
                known = stored(keys.get(fingerprint));
                index = index.with(known);
                outcome.newKeys.add(known.id());
            }
            outcome.keys.put(known.id(), fingerprint);
        }
        for (Certificate certificate : found.certificates()) {
            String digest = IssuerState.digest(certificate);
            IssuerState known = index.issuerOf(digest).orElse(null);
            if (known == null) {
                KeyState key =
                        index.keyOf(Authorities.fingerprint(certificate.key())).orElse(null);
                known = IssuerState.fresh(
                        stored(ids.get(digest)),
                        certificate,
                        key == null ? "" : key.id(),
                        key == null ? "" : name(key, index, outcome.warnings),
                        usages(certificate));
                index = index.with(known);
                if (key != null && !key.issuerName().isEmpty()) {
                    index = index.changingKey(key.id(), state -> state.forIssuer(""));
                }
                outcome.newIssuers.add(known.id());
            }
            outcome.issuers.put(known.id(), digest);
        }
        return index;
    }

    /** What was there at the first look and was deleted before the last one cannot be imported in this attempt. */
    private static <T> T stored(@Nullable T found) {
        if (found == null) {
            throw new ConflictException("what is imported was deleted by somebody else in between; import it again");
        }
        return found;
    }

    private static String name(KeyState key, AuthorityIndex index, List<String> warnings) {
        if (key.issuerName().isEmpty() || index.issuer(key.issuerName()).isEmpty()) {
            return key.issuerName();
        }
        warnings.add("the issuer name '" + key.issuerName()
                + "' that its request was made with is in use by another issuer meanwhile: name it at issuer/REF");
        return "";
    }

    /** What the certificate itself forbids is no usage. */
    private static Set<Usage> usages(Certificate certificate) {
        Set<Usage> usages = EnumSet.allOf(Usage.class);
        if (!certificate.allows(KeyUsage.keyCertSign)) {
            usages.remove(Usage.ISSUING_CERTIFICATES);
        }
        if (!certificate.allows(KeyUsage.cRLSign)) {
            usages.remove(Usage.CRL_SIGNING);
        }
        return usages;
    }

    /** Certificates from elsewhere may share a serial; the first one is kept then. */
    private void keep(List<Certificate> certificates) {
        for (Certificate certificate : certificates) {
            issued.keep(issuers.signerOf(certificate).map(Issuer::id).orElse(""), certificate);
        }
    }

    private static Reply answer(Outcome outcome, AuthorityIndex after) {
        Map<String, String> mapping = new LinkedHashMap<>();
        outcome.issuers.keySet().forEach(id -> after.issuer(id).ifPresent(state -> mapping.put(id, state.keyId())));
        if (after.defaultIssuer().isEmpty()) {
            outcome.warnings.add("no issuer has a key, so that there is no default issuer");
        }
        return Reply.of(
                new ImportedAuthorities(
                        outcome.issuers.keySet().stream()
                                .filter(outcome.newIssuers::contains)
                                .toList(),
                        outcome.keys.keySet().stream()
                                .filter(outcome.newKeys::contains)
                                .toList(),
                        outcome.issuers.keySet().stream()
                                .filter(id -> !outcome.newIssuers.contains(id))
                                .toList(),
                        outcome.keys.keySet().stream()
                                .filter(id -> !outcome.newKeys.contains(id))
                                .toList(),
                        mapping),
                outcome.warnings);
    }

    /** Where nothing was sent. */
    static String required(ImportFields fields) {
        if (fields.pemBundle() == null || fields.pemBundle().isBlank()) {
            throw new InvalidRequestException("pem_bundle", "is empty: give certificates in PEM");
        }
        return fields.pemBundle();
    }
}
