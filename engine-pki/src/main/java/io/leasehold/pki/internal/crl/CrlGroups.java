package io.leasehold.pki.internal.crl;

import io.leasehold.pki.internal.crypto.SigningKey;
import io.leasehold.pki.internal.issuer.Issuer;
import io.leasehold.pki.internal.issuer.IssuerDirectory;
import io.leasehold.pki.internal.issuer.Usage;
import io.leasehold.pki.internal.revocation.RevokedIssuers;
import io.leasehold.pki.internal.x509.Certificate;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x509.KeyUsage;

/** Finds out which lists there are. Kept until an authority changes. Thread-safe. */
final class CrlGroups {

    private final IssuerDirectory issuers;
    private final RevokedIssuers revokedIssuers;
    private volatile Known known = new Known("", List.of());

    CrlGroups(IssuerDirectory issuers, RevokedIssuers revokedIssuers) {
        this.issuers = issuers;
        this.revokedIssuers = revokedIssuers;
    }

    /** Groups with what they were made from. */
    private record Known(String basis, List<CrlGroup> groups) {}

    /** What lists depend on beside revocations: changes whenever an authority does. */
    String basis() {
        return current().basis();
    }

    /** The authorities that sign lists. */
    List<CrlGroup> all() {
        return current().groups();
    }

    /** The group of an authority; empty when nobody of it signs lists. */
    Optional<CrlGroup> of(Issuer issuer) {
        return all().stream()
                .filter(group -> group.members().contains(issuer.id()))
                .findFirst();
    }

    private Known current() {
        List<Issuer> all = issuers.all();
        String defaultId = issuers.byDefault().map(Issuer::id).orElse("");
        String basis = hash(all.stream()
                .map(issuer -> issuer.id() + " " + issuer.version())
                .collect(Collectors.joining("\n", defaultId + "\n", "")));
        Known last = known;
        if (last.basis().equals(basis)) {
            return last;
        }
        Known found = new Known(basis, find(all, defaultId));
        known = found;
        return found;
    }

    private List<CrlGroup> find(List<Issuer> all, String defaultId) {
        Map<String, List<Issuer>> byId = all.stream()
                .collect(
                        Collectors.groupingBy(issuer -> idOf(issuer.certificate()), TreeMap::new, Collectors.toList()));
        List<CrlGroup> groups = new ArrayList<>();
        byId.forEach((id, members) -> members.stream()
                .filter(CrlGroups::signs)
                .min(Comparator.comparing((Issuer issuer) -> !issuer.id().equals(defaultId))
                        .thenComparing(Issuer::id))
                .ifPresent(signer -> groups.add(group(id, signer, members, defaultId))));
        return List.copyOf(groups);
    }

    private CrlGroup group(String id, Issuer signer, List<Issuer> members, String defaultId) {
        SigningKey key = signer.revocationKey().orElseThrow();
        List<CrlEntry> revoked = revokedIssuers.signedBy(signer).stream()
                .flatMap(below -> RevokedIssuers.record(below, signer.id()).stream()
                        .map(record -> CrlEntry.of(below.certificate().serial(), record)))
                .toList();
        return new CrlGroup(
                id,
                signer,
                key,
                members.stream().map(Issuer::id).collect(Collectors.toSet()),
                members.stream().anyMatch(member -> member.id().equals(defaultId)),
                revoked);
    }

    private static boolean signs(Issuer issuer) {
        return issuer.revocationKey().isPresent()
                && issuer.usages().contains(Usage.CRL_SIGNING)
                && issuer.certificate().allows(KeyUsage.cRLSign);
    }

    private static String idOf(Certificate certificate) {
        MessageDigest digest = sha256();
        digest.update(Der.of(certificate.subject()));
        digest.update(Der.of(certificate.key()));
        return HexFormat.of().formatHex(digest.digest(), 0, 16);
    }

    private static String hash(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)), 0, 16);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
