package io.leasehold.database.internal.tls;

import io.leasehold.error.InvalidRequestException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Certificates and a key in one field, as issuers of certificates give them. With a key, the certificate that fits to it is the
 * client's own, and every other is of an authority; without one, all are. Immutable; its text form shows no key.
 *
 * @param authorities the certificates of authorities
 * @param identity the client's own
 */
public record PemBundle(List<X509Certificate> authorities, Optional<ClientIdentity> identity) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> PARTS = List.of("certificate", "private_key", "issuing_ca", "ca_chain");

    /** Takes a copy. */
    public PemBundle {
        authorities = List.copyOf(authorities);
    }

    /**
     * Reads certificates and at most one key that stand one after the other, in any order.
     *
     * @param field the field, for messages
     * @param pem its value
     * @return the bundle
     * @throws InvalidRequestException when there is no certificate, or none that fits to the key
     */
    public static PemBundle ofPem(String field, String pem) {
        List<X509Certificate> all = PemText.certificates(field, pem);
        if (!PemText.holdsKey(pem)) {
            return new PemBundle(all, Optional.empty());
        }
        PrivateKey key = PemText.key(field, pem);
        X509Certificate own = all.stream()
                .filter(certificate -> KeyFit.fit(certificate.getPublicKey(), key))
                .findFirst()
                .orElseThrow(
                        () -> new InvalidRequestException(field, "holds a key, and no certificate that fits to it"));
        List<X509Certificate> others = new ArrayList<>(all);
        others.remove(own);
        return new PemBundle(others, Optional.of(new ClientIdentity(chain(own, others), key)));
    }

    /**
     * Reads what a certificate engine answers: an object with {@code certificate}, {@code private_key}, {@code issuing_ca} and
     * {@code ca_chain}, or one that has such an object as its {@code data}.
     *
     * @param field the field, for messages
     * @param json its value
     * @return the bundle
     * @throws InvalidRequestException when it is something else
     */
    public static PemBundle ofJson(String field, String json) {
        JsonNode object;
        try {
            object = JSON.readTree(json);
        } catch (JacksonException malformed) {
            // Not passed on: it quotes the text, which holds a key.
            throw new InvalidRequestException(field, "is not JSON: give what a certificate engine answers");
        }
        JsonNode data = object.path("data").isObject() ? object.path("data") : object;
        StringBuilder pem = new StringBuilder();
        for (String part : PARTS) {
            JsonNode value = data.path(part);
            if (value.isString()) {
                pem.append(value.stringValue()).append('\n');
            }
            for (JsonNode item : value) {
                pem.append(item.asString("")).append('\n');
            }
        }
        return ofPem(field, pem.toString());
    }

    /** The client's certificate, and after each the one of its issuer, as far as they are there. */
    private static List<X509Certificate> chain(X509Certificate own, List<X509Certificate> others) {
        List<X509Certificate> chain = new ArrayList<>(List.of(own));
        while (true) {
            X509Certificate last = chain.get(chain.size() - 1);
            Optional<X509Certificate> issuer = others.stream()
                    .filter(other -> other.getSubjectX500Principal().equals(last.getIssuerX500Principal()))
                    .filter(other -> !chain.contains(other))
                    .findFirst();
            if (issuer.isEmpty()) {
                return chain;
            }
            chain.add(issuer.get());
        }
    }

    @Override
    public String toString() {
        return "PemBundle[authorities=" + authorities.size() + ", identity=" + identity.isPresent() + "]";
    }
}
