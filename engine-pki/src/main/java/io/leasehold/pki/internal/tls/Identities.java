package io.leasehold.pki.internal.tls;

import io.leasehold.Secret;
import io.leasehold.error.InvalidRequestException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.jspecify.annotations.Nullable;

/** Reads identities out of secrets. All problems are told by the field of the secret that has them. */
final class Identities {

    static final String CERTIFICATE = "certificate";
    static final String PRIVATE_KEY = "private_key";
    static final String CA_CHAIN = "ca_chain";
    static final String ISSUING_CA = "issuing_ca";

    private Identities() {}

    /**
     * Reads and checks an identity.
     *
     * @param secret what an issue or a sign answered, in the format {@code pem} or {@code pem_bundle}
     * @param ownKey the key of the signed request, for a secret without one; null when the secret has to have one
     * @param now the time by which its certificate has to be valid
     * @return the identity
     * @throws InvalidRequestException when something is missing, damaged, expired, or does not belong together
     */
    static Identity read(Secret secret, @Nullable PrivateKey ownKey, Instant now) {
        Map<String, Object> data = secret.data();
        PemText leaf = PemText.read(CERTIFICATE, text(data, CERTIFICATE));
        if (leaf.certificates().isEmpty()) {
            throw new InvalidRequestException(CERTIFICATE, "holds no certificate");
        }
        Set<X509Certificate> pool = new LinkedHashSet<>(leaf.certificates());
        pool.addAll(issuers(data));
        X509Certificate certificate = leaf.certificates().get(0);
        pool.remove(certificate);
        PrivateKey key = key(data, leaf, ownKey);
        Identity identity = new Identity(key, CertificateChain.above(certificate, new ArrayList<>(pool)));
        IdentityRules.check(identity, now);
        return identity;
    }

    /**
     * The certificates of a secret that stands for trust.
     *
     * @param secret what a read of a CA's certificate or chain answered
     * @return its certificates, at least one
     * @throws InvalidRequestException when there is none
     */
    static List<X509Certificate> trusted(Secret secret) {
        Map<String, Object> data = secret.data();
        Set<X509Certificate> found = new LinkedHashSet<>(issuers(data));
        if (data.get(CERTIFICATE) != null) {
            found.addAll(PemText.read(CERTIFICATE, text(data, CERTIFICATE)).certificates());
        }
        if (found.isEmpty()) {
            throw new InvalidRequestException(
                    CA_CHAIN, "is needed for trust, or " + CERTIFICATE + " or " + ISSUING_CA + ": there is none");
        }
        return List.copyOf(found);
    }

    private static List<X509Certificate> issuers(Map<String, Object> data) {
        List<X509Certificate> found = new ArrayList<>();
        for (String field : List.of(CA_CHAIN, ISSUING_CA)) {
            if (data.get(field) instanceof Collection<?> list) {
                list.forEach(each ->
                        found.addAll(PemText.read(field, String.valueOf(each)).certificates()));
            } else if (data.get(field) instanceof CharSequence text && !text.isEmpty()) {
                found.addAll(PemText.read(field, text.toString()).certificates());
            }
        }
        return found;
    }

    private static PrivateKey key(Map<String, Object> data, PemText leaf, @Nullable PrivateKey ownKey) {
        List<PrivateKeyInfo> keys = data.get(PRIVATE_KEY) == null
                ? leaf.keys()
                : PemText.read(PRIVATE_KEY, text(data, PRIVATE_KEY)).keys();
        if (keys.isEmpty() && ownKey != null) {
            return ownKey;
        }
        if (keys.size() != 1) {
            throw new InvalidRequestException(
                    PRIVATE_KEY,
                    keys.isEmpty()
                            ? "is missing: issue a certificate, or give the key of the request that was signed"
                            : "holds " + keys.size() + " keys instead of one");
        }
        return PrivateKeys.of(
                PRIVATE_KEY, keys.get(0), leaf.certificates().get(0).getPublicKey());
    }

    private static String text(Map<String, Object> data, String field) {
        if (data.get(field) instanceof CharSequence text && !text.isEmpty()) {
            return text.toString();
        }
        throw new InvalidRequestException(field, "is missing in the secret: its path must answer certificates");
    }
}
