package io.leasehold.pki.internal.issuer;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.NotFoundException;
import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.x509.Certificate;
import io.leasehold.pki.internal.x509.Signatures;
import io.leasehold.spi.engine.EngineStorage;
import io.leasehold.spi.engine.Versioned;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The issuers as they are stored. A lookup reads three entries, which the storage keeps for two seconds, and compares their
 * versions with those that the issuers at hand were made of. Thread-safe.
 */
public final class StoredIssuers implements IssuerDirectory {

    private final EngineStorage storage;
    private final Authorities authorities;
    private final Crypto crypto;
    private volatile @Nullable IssuerSnapshot current;

    /**
     * Creates the directory. Does no I/O.
     *
     * @param storage the mount's storage
     * @param authorities reads keys and certificates
     * @param crypto loads keys
     */
    public StoredIssuers(EngineStorage storage, Authorities authorities, Crypto crypto) {
        this.storage = storage;
        this.authorities = authorities;
        this.crypto = crypto;
    }

    @Override
    public Issuer get(String reference) {
        return snapshot().find(reference).orElseThrow(() -> unknown(reference));
    }

    /**
     * That there is no such issuer.
     *
     * @param reference what was looked for
     * @return the error
     */
    public static NotFoundException unknown(String reference) {
        return reference.equals(AuthorityIndex.DEFAULT)
                ? new NotFoundException("could not fetch the CA certificate (was one set?): there is no default issuer;"
                        + " generate or import one, or write config/issuers")
                : new NotFoundException("unknown issuer: " + Names.shown(reference));
    }

    @Override
    public Issuer forIssuing(String reference) {
        Issuer issuer = get(reference);
        if (issuer.key().isEmpty()) {
            throw new InvalidRequestException(
                    "issuer_ref", "issuer " + issuer.label() + " has no key here, so that it signs nothing");
        }
        if (issuer.revokedAt().isPresent()) {
            throw new InvalidRequestException(
                    "issuer_ref",
                    "issuer " + issuer.label() + " was revoked at "
                            + issuer.revokedAt().get() + ", so that it issues nothing any more");
        }
        if (!issuer.usages().contains(Usage.ISSUING_CERTIFICATES)) {
            throw new InvalidRequestException(
                    "issuer_ref", "issuer " + issuer.label() + " may not issue: its usage lacks issuing-certificates");
        }
        return issuer;
    }

    @Override
    public Optional<Issuer> byId(String id) {
        return snapshot().byId(id);
    }

    @Override
    public List<Issuer> all() {
        return snapshot().all();
    }

    @Override
    public Optional<Issuer> byDefault() {
        return snapshot().find(AuthorityIndex.DEFAULT);
    }

    /**
     * Who signed a certificate.
     *
     * @param certificate the certificate
     * @return the issuer, other than one with the same certificate; empty when it is not known here
     */
    public Optional<Issuer> signerOf(Certificate certificate) {
        return all().stream()
                .filter(issuer ->
                        !issuer.certificate().equals(certificate) && isSigned(certificate, issuer.certificate()))
                .findFirst();
    }

    /**
     * Whether an authority signed a certificate: by names, key identifiers and the signature itself.
     *
     * @param certificate the certificate
     * @param signer the authority's certificate
     * @return whether it did
     */
    public boolean isSigned(Certificate certificate, Certificate signer) {
        return Chains.mayHaveSigned(signer, certificate) && Signatures.isSignedBy(certificate, signer.key(), crypto);
    }

    private IssuerSnapshot snapshot() {
        IssuerSnapshot.Source source = source();
        IssuerSnapshot known = current;
        return known != null && known.isOf(source) ? known : load(source);
    }

    private IssuerSnapshot.Source source() {
        return new IssuerSnapshot.Source(
                authorities.index(),
                storage.get(UrlSettings.PATH, UrlSettings.class)
                        .orElse(new Versioned<>(UrlSettings.PATH, 0, UrlSettings.NONE)),
                storage.get(ClusterPaths.PATH, ClusterPaths.class)
                        .orElse(new Versioned<>(ClusterPaths.PATH, 0, ClusterPaths.NONE)));
    }

    private synchronized IssuerSnapshot load(IssuerSnapshot.Source source) {
        IssuerSnapshot known = current;
        if (known != null && known.isOf(source)) {
            return known;
        }
        IssuerSnapshot loaded = IssuerSnapshot.load(source, known, authorities, crypto);
        current = loaded;
        return loaded;
    }
}
