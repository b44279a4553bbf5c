package io.leasehold.pki.internal.role;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.internal.name.Shown;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Which keys a role takes, and how an RSA key signs. Immutable.
 *
 * @param type {@code rsa}, {@code ec}, {@code ed25519} or {@code any}
 * @param bits the size, the type's default already put in; 0 for {@code ed25519} and {@code any}
 * @param signatureBits 256, 384 or 512, when an RSA key signs
 * @param pss whether an RSA key signs with PSS
 */
public record KeyRules(String type, int bits, int signatureBits, boolean pss) {

    private static final String RSA = "rsa";
    private static final String EC = "ec";
    private static final String ED25519 = "ed25519";
    private static final String ANY = "any";

    private static final int LEAST_RSA_BITS = 2048;
    private static final int LEAST_EC_BITS = 224;

    private static final Set<Integer> SIGNATURE_BITS = Set.of(0, 256, 384, 512);

    /**
     * The key that is to be made.
     *
     * @param type {@code rsa}, {@code ec} or {@code ed25519}
     * @param bits its size; 0 for {@code ed25519}
     * @param warnings what of the request was not followed
     */
    public record Choice(String type, int bits, List<String> warnings) {

        /** Takes copies. */
        public Choice {
            warnings = List.copyOf(warnings);
        }
    }

    static KeyRules of(String type, int bits, int signatureBits, boolean pss, BiConsumer<String, String> problems) {
        if (!Set.of(RSA, EC, ED25519, ANY).contains(type)) {
            problems.accept("key_type", Shown.quoted(type) + " is an unknown key type: give rsa, ec, ed25519 or any");
        } else {
            unsupported(type, bits).ifPresent(problem -> problems.accept("key_bits", problem));
        }
        if (!SIGNATURE_BITS.contains(signatureBits)) {
            problems.accept(
                    "signature_bits", signatureBits + " is no size of a hash: give 256, 384 or 512, or 0 for 256");
        }
        return new KeyRules(type, size(type, bits), signatureBits == 0 ? 256 : signatureBits, pss);
    }

    /** What is wrong with a size that is asked for. */
    private static Optional<String> unsupported(String type, int bits) {
        boolean supported = switch (type) {
            case RSA -> bits == 0 || Set.of(2048, 3072, 4096, 8192).contains(bits);
            case EC -> bits == 0 || Set.of(224, 256, 384, 521).contains(bits);
            default -> true;
        };
        if (supported) {
            return Optional.empty();
        }
        String sizes = type.equals(RSA) ? "2048, 3072, 4096 or 8192" : "224, 256, 384 or 521";
        String unsafe = type.equals(RSA) && bits < LEAST_RSA_BITS ? "; RSA keys < 2048 bits are unsafe" : "";
        return Optional.of("unsupported bit length " + bits + " of " + type + " keys: give " + sizes + ", or 0 for "
                + size(type, 0) + unsafe);
    }

    private static int size(String type, int bits) {
        return switch (type) {
            case RSA -> bits == 0 ? LEAST_RSA_BITS : bits;
            case EC -> bits == 0 ? 256 : bits;
            default -> 0;
        };
    }

    /**
     * Chooses the key to make.
     *
     * @param requestedType what the request says, empty for nothing
     * @param requestedBits what the request says, 0 for nothing
     * @return the key
     * @throws InvalidRequestException when the role leaves it to the request, and that says nothing that is known
     */
    public Choice choose(String requestedType, int requestedBits) {
        if (!type.equals(ANY)) {
            return fixed(requestedType, requestedBits);
        }
        if (requestedType.isEmpty()) {
            throw new InvalidRequestException(
                    "key_type", "is required, because the role has key_type any: give rsa, ec or ed25519");
        }
        if (!Set.of(RSA, EC, ED25519).contains(requestedType)) {
            throw new InvalidRequestException(
                    "key_type", Shown.quoted(requestedType) + " is an unknown key type: give rsa, ec or ed25519");
        }
        unsupported(requestedType, requestedBits).ifPresent(problem -> {
            throw new InvalidRequestException("key_bits", problem);
        });
        return new Choice(requestedType, size(requestedType, requestedBits), List.of());
    }

    private Choice fixed(String requestedType, int requestedBits) {
        boolean otherType = !requestedType.isEmpty() && !requestedType.equals(type);
        boolean otherBits = requestedBits != 0 && requestedBits != bits && !type.equals(ED25519);
        if (!otherType && !otherBits) {
            return new Choice(type, bits, List.of());
        }
        String ignored = otherType && otherBits ? "key_type and key_bits" : otherType ? "key_type" : "key_bits";
        return new Choice(
                type,
                bits,
                List.of(ignored + " of the request: ignored, because the role sets "
                        + (bits == 0 ? type : type + " with " + bits + " bits")));
    }

    /**
     * Looks whether a certificate may be made for a key.
     *
     * @param keyType {@code rsa}, {@code ec} or {@code ed25519}
     * @param keyBits its size, of no meaning for {@code ed25519}
     * @return why not; empty when it may
     */
    public Optional<String> refusal(String keyType, int keyBits) {
        if (!type.equals(ANY) && !type.equals(keyType)) {
            return Optional.of("role requires keys of type " + type + ", and this one is of type " + keyType);
        }
        if (keyType.equals(RSA) && keyBits < LEAST_RSA_BITS) {
            return Optional.of("RSA keys < 2048 bits are unsafe, and this one has " + keyBits);
        }
        int least = type.equals(ANY) ? (keyType.equals(EC) ? LEAST_EC_BITS : 0) : bits;
        if (keyBits < least) {
            return Optional.of("role requires a minimum of a " + least + "-bit key, and this one has " + keyBits);
        }
        return Optional.empty();
    }
}
