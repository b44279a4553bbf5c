package io.leasehold.pki.internal.issuer;

import io.leasehold.error.LeaseholdException;
import io.leasehold.error.StorageException;
import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.crypto.CryptoException;
import io.leasehold.pki.internal.crypto.KeyKind;
import io.leasehold.pki.internal.crypto.KeyType;
import io.leasehold.pki.internal.crypto.SignatureScheme;
import io.leasehold.pki.internal.crypto.SigningKey;
import io.leasehold.pki.internal.x509.Certificate;
import io.leasehold.pki.internal.x509.Signatures;
import io.leasehold.spi.engine.Versioned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All issuers as they were at one time, parsed and loaded. What did not change is taken over from the snapshot before: certificates,
 * keys, and which certificate has signed which. Immutable.
 */
final class IssuerSnapshot {

    private static final Logger LOG = LoggerFactory.getLogger(IssuerSnapshot.class);

    private final Source source;
    private final Map<String, Issuer> issuers = new LinkedHashMap<>();
    private final Map<String, Certificate> certificates = new LinkedHashMap<>();
    private final Map<KeyUse, SigningKey> keys = new HashMap<>();
    private final Map<Pair, Boolean> signed = new HashMap<>();

    /**
     * What a snapshot is made of.
     *
     * @param index the index
     * @param urls the mount's URLs
     * @param paths where the deployment answers
     */
    record Source(Versioned<AuthorityIndex> index, Versioned<UrlSettings> urls, Versioned<ClusterPaths> paths) {

        private String version() {
            return index.version() + "." + urls.version() + "." + paths.version();
        }

        /** What is stored of it: settings that were never written have no version to compare with. */
        private List<Versioned<?>> stored() {
            List<Versioned<?>> stored = new ArrayList<>(List.of(index, urls, paths));
            stored.removeIf(entry -> entry.version() == 0);
            return stored;
        }
    }

    /** A key that signs in one way. */
    private record KeyUse(String keyId, String scheme) {}

    /** A certificate and who may have signed it. */
    private record Pair(Certificate signed, Certificate signer) {}

    private IssuerSnapshot(Source source) {
        this.source = source;
    }

    boolean isOf(Source other) {
        return source.index().version() == other.index().version()
                && source.urls().version() == other.urls().version()
                && source.paths().version() == other.paths().version();
    }

    static IssuerSnapshot load(Source source, @Nullable IssuerSnapshot before, Authorities authorities, Crypto crypto) {
        IssuerSnapshot loaded = new IssuerSnapshot(source);
        IssuerSnapshot known = before == null ? new IssuerSnapshot(source) : before;
        AuthorityIndex index = source.index().value();
        List<IssuerState> states = index.issuers().stream()
                .sorted(Comparator.comparing(IssuerState::id))
                .toList();
        for (IssuerState state : states) {
            Certificate kept = known.certificates.get(state.id());
            Optional<Certificate> certificate = kept == null ? authorities.certificate(state.id()) : Optional.of(kept);
            certificate.ifPresentOrElse(
                    found -> loaded.certificates.put(state.id(), found),
                    () -> LOG.error("The certificate of issuer {} is missing from the store", state.id()));
        }
        Map<String, List<String>> chains =
                Chains.of(loaded.certificates, (child, parent) -> loaded.isSigned(child, parent, known, crypto));
        for (IssuerState state : states) {
            if (loaded.certificates.containsKey(state.id())) {
                loaded.issuers.put(state.id(), loaded.issuer(state, chains, known, authorities));
            }
        }
        return loaded;
    }

    private boolean isSigned(Certificate child, Certificate parent, IssuerSnapshot before, Crypto crypto) {
        Pair pair = new Pair(child, parent);
        Boolean known = before.signed.get(pair);
        boolean is = known == null ? Signatures.isSignedBy(child, parent.key(), crypto) : known;
        signed.put(pair, is);
        return is;
    }

    private Issuer issuer(
            IssuerState state, Map<String, List<String>> chains, IssuerSnapshot before, Authorities authorities) {
        Certificate certificate = Objects.requireNonNull(certificates.get(state.id()));
        List<Certificate> chain = new ArrayList<>();
        List<String> ids =
                state.manualChain().isEmpty() ? chains.getOrDefault(state.id(), List.of()) : state.manualChain();
        for (String id : ids) {
            Certificate link = certificates.get(id);
            if (link != null) {
                chain.add(link);
            }
        }
        Optional<SigningKey> key = key(state, "", before, authorities);
        return new Issuer(
                state.id(),
                state.name(),
                certificate,
                key,
                state.revocationAlgorithm().isEmpty()
                        ? key
                        : key(state, state.revocationAlgorithm(), before, authorities),
                chain,
                UrlTemplates.fill(
                        state.hasUrls() ? UrlSettings.of(state) : source.urls().value(),
                        state.id(),
                        source.paths().value()),
                state.leafNotAfter(),
                state.usageSet(),
                state.revokedAt() == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(state.revokedAt())),
                source.version(),
                source.stored());
    }

    private Optional<SigningKey> key(
            IssuerState state, String algorithm, IssuerSnapshot before, Authorities authorities) {
        if (state.keyId().isEmpty()) {
            return Optional.empty();
        }
        KeyUse use = new KeyUse(state.keyId(), algorithm);
        SigningKey known = keys.getOrDefault(use, before.keys.get(use));
        if (known == null) {
            try {
                known = load(state.keyId(), algorithm, authorities);
            } catch (LeaseholdException | CryptoException | IllegalArgumentException e) {
                if (e instanceof StorageException failure && failure.reason() != StorageException.Reason.UNREADABLE) {
                    // It passes, and what is loaded now is kept until an authority changes: not without its key.
                    throw failure;
                }
                LOG.error("The key of issuer {} cannot be used: {}", state.id(), e.toString());
                return Optional.empty();
            }
        }
        keys.put(use, known);
        return Optional.of(known);
    }

    private SigningKey load(String keyId, String algorithm, Authorities authorities) {
        KeyState key = source.index()
                .value()
                .key(keyId)
                .orElseThrow(() -> new IllegalArgumentException("the key is not in the index"));
        KeyType type = KeyType.of(key.type()).orElseThrow(() -> new IllegalArgumentException("of no known type"));
        KeyKind kind = new KeyKind(type, key.bits());
        SignatureScheme scheme =
                algorithm.isEmpty() ? SignatureScheme.of(kind, 0, false) : RevocationAlgorithm.scheme(algorithm, kind);
        return authorities.signer(keyId, scheme);
    }

    Optional<Issuer> find(String reference) {
        return source.index().value().issuer(reference).map(IssuerState::id).map(issuers::get);
    }

    Optional<Issuer> byId(String id) {
        return Optional.ofNullable(issuers.get(id));
    }

    List<Issuer> all() {
        return List.copyOf(issuers.values());
    }
}
