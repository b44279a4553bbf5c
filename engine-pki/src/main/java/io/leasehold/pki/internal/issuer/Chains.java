package io.leasehold.pki.internal.issuer;

import io.leasehold.pki.internal.x509.Certificate;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;

/**
 * Finds the chains of authorities: from each to a root where one is known, over as few certificates as there can be, and otherwise
 * as far up as is known. Cross-signed authorities have several signers, also of each other, so that a path never takes a certificate
 * twice. Deterministic: of signers that are equally near, the one that is valid for longest is taken, then the one with the lower
 * id. Pure function.
 */
final class Chains {

    private final Map<String, Certificate> authorities;
    private final Map<String, List<String>> signers = new HashMap<>();

    private Chains(Map<String, Certificate> authorities, BiPredicate<Certificate, Certificate> isSignedBy) {
        this.authorities = authorities;
        Map<String, List<String>> bySubject = new HashMap<>();
        authorities.forEach((id, authority) -> bySubject
                .computeIfAbsent(text(authority.subject()), any -> new ArrayList<>())
                .add(id));
        Comparator<String> order = Comparator.comparing(
                        (String id) -> certificate(id).notAfter(), Comparator.reverseOrder())
                .thenComparing(Comparator.naturalOrder());
        authorities.forEach((id, authority) -> signers.put(
                id,
                bySubject.getOrDefault(text(authority.issuer()), List.of()).stream()
                        .filter(other -> mayHaveSigned(certificate(other), authority)
                                && isSignedBy.test(authority, certificate(other)))
                        .sorted(order)
                        .toList()));
    }

    /**
     * Finds the chains of all.
     *
     * @param authorities certificates by id
     * @param isSignedBy whether the first one is signed with the key of the second one
     * @return for each the ids of its chain, itself first
     */
    static Map<String, List<String>> of(
            Map<String, Certificate> authorities, BiPredicate<Certificate, Certificate> isSignedBy) {
        Chains chains = new Chains(authorities, isSignedBy);
        Map<String, List<String>> found = new LinkedHashMap<>();
        authorities.keySet().forEach(id -> found.put(id, chains.chain(id)));
        return found;
    }

    private Certificate certificate(String id) {
        Certificate certificate = authorities.get(id);
        if (certificate == null) {
            throw new IllegalArgumentException("no authority has the id " + id);
        }
        return certificate;
    }

    /** By names and key ids, which are cheap to compare. The signer's name is compared byte for byte. */
    static boolean mayHaveSigned(Certificate signer, Certificate signed) {
        if (!signer.isAuthority() || !Certificate.sameName(signer.subject(), signed.issuer())) {
            return false;
        }
        return wantedKeyId(signed)
                .map(wanted -> Arrays.equals(wanted, signer.subjectKeyId()))
                .orElse(true);
    }

    private static Optional<byte[]> wantedKeyId(Certificate signed) {
        try {
            return signed.extensions()
                    .map(AuthorityKeyIdentifier::fromExtensions)
                    .map(AuthorityKeyIdentifier::getKeyIdentifierOctets);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** Not as Bouncy Castle compares names, which stumbles over text that is none. */
    private static String text(X500Name name) {
        try {
            return HexFormat.of().formatHex(name.getEncoded());
        } catch (IOException e) {
            throw new IllegalArgumentException("a name cannot be encoded", e);
        }
    }

    private boolean isRoot(String id) {
        return signers(id).contains(id);
    }

    private List<String> signers(String id) {
        return signers.getOrDefault(id, List.of());
    }

    private List<String> chain(String start) {
        Map<String, String> below = new HashMap<>();
        Deque<String> next = new ArrayDeque<>(List.of(start));
        below.put(start, "");
        while (!next.isEmpty()) {
            String id = next.remove();
            if (isRoot(id)) {
                return path(id, below);
            }
            for (String signer : signers(id)) {
                if (below.putIfAbsent(signer, id) == null) {
                    next.add(signer);
                }
            }
        }
        return asFarAsKnown(start);
    }

    private static List<String> path(String end, Map<String, String> below) {
        List<String> path = new ArrayList<>();
        for (String id = end; !id.isEmpty(); id = below.getOrDefault(id, "")) {
            path.add(0, id);
        }
        return path;
    }

    private List<String> asFarAsKnown(String start) {
        List<String> path = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        String id = start;
        while (!id.isEmpty() && taken.add(id)) {
            path.add(id);
            id = signers(id).stream()
                    .filter(signer -> !taken.contains(signer))
                    .findFirst()
                    .orElse("");
        }
        return path;
    }
}
