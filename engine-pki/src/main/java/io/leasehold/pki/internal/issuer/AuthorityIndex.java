package io.leasehold.pki.internal.issuer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All issuers and keys of a mount with what may change of them, in one entry: so that names are unique, defaults exist and keys in
 * use stay, whoever changes what at the same time, and so that one look at its version tells whether anything changed. Issuers and
 * keys are few. Immutable.
 *
 * @param defaultIssuer the UUID of the default issuer, empty for none
 * @param defaultFollows whether a new issuer with a key becomes the default
 * @param defaultKey the UUID of the default key, empty for none
 * @param issuers the issuers, in the order in which they came
 * @param keys the keys, in the order in which they came
 */
public record AuthorityIndex(
        String defaultIssuer,
        boolean defaultFollows,
        String defaultKey,
        List<IssuerState> issuers,
        List<KeyState> keys) {

    /** An index of nothing. */
    public static final AuthorityIndex EMPTY = new AuthorityIndex("", false, "", List.of(), List.of());

    /** The word that stands for the default in any reference. */
    public static final String DEFAULT = "default";

    /** Takes copies; fills in what an older writer left out. */
    public AuthorityIndex {
        defaultIssuer = orEmpty(defaultIssuer);
        defaultKey = orEmpty(defaultKey);
        issuers = issuers == null ? List.of() : List.copyOf(issuers);
        keys = keys == null ? List.of() : List.copyOf(keys);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /**
     * Finds an issuer.
     *
     * @param reference {@code default}, a UUID or a name
     * @return the issuer, empty when there is none
     */
    public Optional<IssuerState> issuer(String reference) {
        String wanted = reference.equals(DEFAULT) ? defaultIssuer : reference;
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        for (IssuerState issuer : issuers) {
            if (issuer.id().equals(wanted) || issuer.name().equals(wanted)) {
                return Optional.of(issuer);
            }
        }
        return Optional.empty();
    }

    /**
     * Finds a key.
     *
     * @param reference {@code default}, a UUID or a name
     * @return the key, empty when there is none
     */
    public Optional<KeyState> key(String reference) {
        String wanted = reference.equals(DEFAULT) ? defaultKey : reference;
        return keys.stream()
                .filter(key -> !wanted.isEmpty()
                        && (key.id().equals(wanted) || key.name().equals(wanted)))
                .findFirst();
    }

    /**
     * Finds a key by its public key.
     *
     * @param fingerprint of the public key
     * @return the key, empty when there is none
     */
    public Optional<KeyState> keyOf(String fingerprint) {
        return keys.stream()
                .filter(key -> key.fingerprint().equals(fingerprint))
                .findFirst();
    }

    /**
     * Finds an issuer by its certificate.
     *
     * @param digest of the certificate
     * @return the issuer, empty when there is none
     */
    public Optional<IssuerState> issuerOf(String digest) {
        return issuers.stream().filter(issuer -> issuer.digest().equals(digest)).findFirst();
    }

    /**
     * The issuers that use a key.
     *
     * @param keyId the key's UUID
     * @return the issuers
     */
    public List<IssuerState> usersOf(String keyId) {
        return issuers.stream().filter(issuer -> issuer.keyId().equals(keyId)).toList();
    }

    /**
     * Adds an issuer at the end. It becomes the default when it has a key and there is none yet, or the default follows.
     *
     * @param added the issuer
     * @return the changed index
     */
    public AuthorityIndex with(IssuerState added) {
        List<IssuerState> all = new ArrayList<>(issuers);
        all.add(added);
        boolean takes = !added.keyId().isEmpty() && (defaultIssuer.isEmpty() || defaultFollows);
        return new AuthorityIndex(takes ? added.id() : defaultIssuer, defaultFollows, defaultKey, all, keys);
    }

    /**
     * Adds a key at the end. The first one becomes the default. Issuers that wait for it have it from now on, and the first of
     * them becomes the default when there is none yet.
     *
     * @param added the key
     * @return the changed index
     */
    public AuthorityIndex with(KeyState added) {
        List<KeyState> all = new ArrayList<>(keys);
        all.add(added);
        List<IssuerState> waiting = issuers.stream()
                .filter(issuer ->
                        issuer.keyId().isEmpty() && issuer.fingerprint().equals(added.fingerprint()))
                .toList();
        return new AuthorityIndex(
                defaultIssuer.isEmpty() && !waiting.isEmpty() ? waiting.get(0).id() : defaultIssuer,
                defaultFollows,
                defaultKey.isEmpty() ? added.id() : defaultKey,
                issuers.stream()
                        .map(issuer -> waiting.contains(issuer) ? issuer.withKey(added.id()) : issuer)
                        .toList(),
                all);
    }

    /**
     * Changes an issuer.
     *
     * @param id its UUID
     * @param change what to do
     * @return the changed index
     */
    public AuthorityIndex changingIssuer(String id, UnaryOperator<IssuerState> change) {
        return new AuthorityIndex(
                defaultIssuer,
                defaultFollows,
                defaultKey,
                issuers.stream()
                        .map(each -> each.id().equals(id) ? change.apply(each) : each)
                        .toList(),
                keys);
    }

    /**
     * Changes a key.
     *
     * @param id its UUID
     * @param change what to do
     * @return the changed index
     */
    public AuthorityIndex changingKey(String id, UnaryOperator<KeyState> change) {
        return new AuthorityIndex(
                defaultIssuer,
                defaultFollows,
                defaultKey,
                issuers,
                keys.stream()
                        .map(each -> each.id().equals(id) ? change.apply(each) : each)
                        .toList());
    }

    /**
     * Removes an issuer, and leaves it out of chains that were given.
     *
     * @param id its UUID
     * @return the changed index; without a default when it was the default
     */
    public AuthorityIndex withoutIssuer(String id) {
        return new AuthorityIndex(
                defaultIssuer.equals(id) ? "" : defaultIssuer,
                defaultFollows,
                defaultKey,
                issuers.stream()
                        .filter(each -> !each.id().equals(id))
                        .map(each -> each.without(id))
                        .toList(),
                keys);
    }

    /**
     * Removes a key.
     *
     * @param id its UUID
     * @return the changed index; without a default when it was the default
     */
    public AuthorityIndex withoutKey(String id) {
        return new AuthorityIndex(
                defaultIssuer,
                defaultFollows,
                defaultKey.equals(id) ? "" : defaultKey,
                issuers,
                keys.stream().filter(each -> !each.id().equals(id)).toList());
    }

    /**
     * The index with another default issuer.
     *
     * @param id its UUID
     * @param follows whether a new issuer becomes the default
     * @return the changed index
     */
    public AuthorityIndex withDefaultIssuer(String id, boolean follows) {
        return new AuthorityIndex(id, follows, defaultKey, issuers, keys);
    }

    /**
     * The index with another default key.
     *
     * @param id its UUID
     * @return the changed index
     */
    public AuthorityIndex withDefaultKey(String id) {
        return new AuthorityIndex(defaultIssuer, defaultFollows, id, issuers, keys);
    }
}
