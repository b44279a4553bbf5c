package io.leasehold.pki.internal.issuer;

import io.leasehold.pki.internal.x509.Certificate;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the index has of an issuer: all that may change. Immutable.
 *
 * @param id its UUID
 * @param digest of its certificate, so that none is an issuer twice
 * @param fingerprint of its key, by which a key that comes later is found to be its own
 * @param keyId the UUID of its key, empty when the mount does not have it
 * @param name its name, empty for none
 * @param leafNotAfter what becomes of certificates that would outlive it
 * @param usages what it may be used for, as requests spell it
 * @param manualChain UUIDs of the issuers of its chain, itself first; empty for a chain that is found
 * @param revocationAlgorithm how it signs lists and answers; empty for as its key is used otherwise
 * @param issuing URLs of its certificate
 * @param crl URLs of its list
 * @param deltaCrl URLs of its list of changes
 * @param ocsp URLs of its responder
 * @param templated whether its URLs have templates
 * @param revokedAt when it was revoked, in seconds since 1970; 0 when it was not
 */
public record IssuerState(
        String id,
        String digest,
        String fingerprint,
        String keyId,
        String name,
        LeafNotAfter leafNotAfter,
        List<String> usages,
        List<String> manualChain,
        String revocationAlgorithm,
        List<String> issuing,
        List<String> crl,
        List<String> deltaCrl,
        List<String> ocsp,
        boolean templated,
        long revokedAt) {

    /** Takes copies; fills in what an older writer left out. */
    public IssuerState {
        digest = orEmpty(digest);
        fingerprint = orEmpty(fingerprint);
        keyId = orEmpty(keyId);
        name = orEmpty(name);
        leafNotAfter = leafNotAfter == null ? LeafNotAfter.ERR : leafNotAfter;
        usages = orEmpty(usages);
        manualChain = orEmpty(manualChain);
        revocationAlgorithm = orEmpty(revocationAlgorithm);
        issuing = orEmpty(issuing);
        crl = orEmpty(crl);
        deltaCrl = orEmpty(deltaCrl);
        ocsp = orEmpty(ocsp);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static List<String> orEmpty(@Nullable List<String> texts) {
        return texts == null ? List.of() : List.copyOf(texts);
    }

    /**
     * An issuer with the defaults of all settings.
     *
     * @param id its UUID
     * @param certificate its certificate
     * @param keyId the UUID of its key, empty for none
     * @param name its name, empty for none
     * @param usages what it may be used for
     * @return the issuer
     */
    public static IssuerState fresh(String id, Certificate certificate, String keyId, String name, Set<Usage> usages) {
        return new IssuerState(
                id,
                digest(certificate),
                Authorities.fingerprint(certificate.key()),
                keyId,
                name,
                LeafNotAfter.ERR,
                spell(usages),
                List.of(),
                "",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false,
                0);
    }

    /**
     * Spells usages.
     *
     * @param usages the usages
     * @return as requests spell them, in a fixed order
     */
    public static List<String> spell(Set<Usage> usages) {
        return Arrays.stream(Usage.values())
                .filter(usages::contains)
                .map(usage -> usage.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }

    /**
     * By which a certificate is known.
     *
     * @param certificate the certificate
     * @return SHA-256 of it, in hexadecimal
     */
    public static String digest(Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.der()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** What it may be used for. */
    public Set<Usage> usageSet() {
        Set<Usage> known = EnumSet.noneOf(Usage.class);
        for (Usage usage : Usage.values()) {
            if (usages.containsAll(spell(Set.of(usage)))) {
                known.add(usage);
            }
        }
        return known;
    }

    /**
     * The issuer with a key.
     *
     * @param id the key's UUID
     * @return the changed copy
     */
    public IssuerState withKey(String id) {
        return new IssuerState(
                this.id,
                digest,
                fingerprint,
                id,
                name,
                leafNotAfter,
                usages,
                manualChain,
                revocationAlgorithm,
                issuing,
                crl,
                deltaCrl,
                ocsp,
                templated,
                revokedAt);
    }

    /**
     * The issuer under another name.
     *
     * @param other the name, empty for none
     * @return the changed copy
     */
    public IssuerState named(String other) {
        return new IssuerState(
                id,
                digest,
                fingerprint,
                keyId,
                other,
                leafNotAfter,
                usages,
                manualChain,
                revocationAlgorithm,
                issuing,
                crl,
                deltaCrl,
                ocsp,
                templated,
                revokedAt);
    }

    /**
     * The issuer after its revocation: it issues nothing any more.
     *
     * @param at when, in seconds since 1970
     * @return the changed copy
     */
    public IssuerState revoked(long at) {
        Set<Usage> left = usageSet();
        left.remove(Usage.ISSUING_CERTIFICATES);
        return new IssuerState(
                id,
                digest,
                fingerprint,
                keyId,
                name,
                leafNotAfter,
                spell(left),
                manualChain,
                revocationAlgorithm,
                issuing,
                crl,
                deltaCrl,
                ocsp,
                templated,
                at);
    }

    /**
     * The issuer without another one in its chain.
     *
     * @param gone the UUID of the other
     * @return the changed copy
     */
    public IssuerState without(String gone) {
        return new IssuerState(
                id,
                digest,
                fingerprint,
                keyId,
                name,
                leafNotAfter,
                usages,
                manualChain.stream().filter(each -> !each.equals(gone)).toList(),
                revocationAlgorithm,
                issuing,
                crl,
                deltaCrl,
                ocsp,
                templated,
                revokedAt);
    }

    /** Whether it has URLs of its own, which replace the mount's as a whole. */
    public boolean hasUrls() {
        return !(issuing.isEmpty() && crl.isEmpty() && deltaCrl.isEmpty() && ocsp.isEmpty());
    }
}
