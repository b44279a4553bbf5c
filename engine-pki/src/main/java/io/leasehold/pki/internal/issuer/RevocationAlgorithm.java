package io.leasehold.pki.internal.issuer;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.internal.crypto.KeyKind;
import io.leasehold.pki.internal.crypto.KeyType;
import io.leasehold.pki.internal.crypto.SignatureScheme;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The field {@code revocation_signature_algorithm}: how an issuer signs lists and answers. Pure functions. */
public final class RevocationAlgorithm {

    private static final String FIELD = "revocation_signature_algorithm";

    private record Choice(KeyType type, int bits, boolean pss) {

        private SignatureScheme scheme() {
            return switch (type) {
                case RSA -> SignatureScheme.of(new KeyKind(type, KeyKind.LEAST_RSA_BITS), bits, pss);
                // The curve stands for its hash.
                case EC -> SignatureScheme.of(new KeyKind(type, bits == 512 ? 521 : bits), 0, false);
                case ED25519 -> SignatureScheme.of(new KeyKind(type, 0), 0, false);
            };
        }
    }

    private static final Map<String, Choice> CHOICES = choices();

    private RevocationAlgorithm() {}

    private static Map<String, Choice> choices() {
        Map<String, Choice> choices = new LinkedHashMap<>();
        for (int bits : new int[] {256, 384, 512}) {
            choices.put("SHA" + bits + "WithRSA", new Choice(KeyType.RSA, bits, false));
            choices.put("SHA" + bits + "WithRSAPSS", new Choice(KeyType.RSA, bits, true));
            choices.put("ECDSAWithSHA" + bits, new Choice(KeyType.EC, bits, false));
        }
        choices.put("Ed25519", new Choice(KeyType.ED25519, 0, false));
        choices.put("PureEd25519", new Choice(KeyType.ED25519, 0, false));
        return choices;
    }

    /**
     * Reads one.
     *
     * @param text the field, not empty
     * @param key the issuer's key
     * @return the scheme
     * @throws InvalidRequestException when it is not known, or not for such a key
     */
    public static SignatureScheme scheme(String text, KeyKind key) {
        String wanted = text.replace("-", "").toLowerCase(Locale.ROOT);
        Choice choice = CHOICES.entrySet().stream()
                .filter(known -> known.getKey().toLowerCase(Locale.ROOT).equals(wanted))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElseThrow(() -> new InvalidRequestException(
                        FIELD, "'" + Names.shown(text) + "' is not known: give one of " + CHOICES.keySet()));
        if (choice.type() != key.type()) {
            throw new InvalidRequestException(
                    FIELD,
                    "'" + text + "' is not for keys of type " + key.type().spelling() + ", as the issuer's is: give "
                            + CHOICES.entrySet().stream()
                                    .filter(known -> known.getValue().type() == key.type())
                                    .map(Map.Entry::getKey)
                                    .collect(Collectors.joining(", ")));
        }
        return choice.scheme();
    }
}
