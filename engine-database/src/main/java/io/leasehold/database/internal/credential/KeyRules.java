package io.leasehold.database.internal.credential;

import io.leasehold.error.InvalidRequestException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;

/**
 * What keys are made like.
 *
 * @param type the algorithm
 * @param bits their length; 0 where the algorithm leaves no choice
 */
public record KeyRules(Type type, int bits) {

    private static final String KEY_BITS = "key_bits";
    private static final String KEY_TYPE = "key_type";

    /** An algorithm. */
    public enum Type {
        /** RSA (RFC 8017). */
        RSA("rsa"),
        /** ECDSA on a curve of NIST (FIPS 186-5). */
        EC("ec"),
        /** Ed25519 (RFC 8032). */
        ED25519("ed25519");

        private final String spelling;

        Type(String spelling) {
            this.spelling = spelling;
        }

        /**
         * How roles and answers spell it.
         *
         * @return such as {@code ed25519}
         */
        public String spelling() {
            return spelling;
        }
    }

    /** RSA keys, of the length that {@code key_bits} says. */
    static KeyRules rsa(ConfigFields config) {
        return new KeyRules(Type.RSA, config.number(KEY_BITS, 2048, 3072, 4096));
    }

    /** Keys of the type that {@code key_type} says. */
    static KeyRules read(ConfigFields config) {
        String spelling = config.required(KEY_TYPE, "rsa, ec or ed25519");
        Type type = Arrays.stream(Type.values())
                .filter(known -> known.spelling.equals(spelling))
                .findFirst()
                .orElseThrow(() ->
                        new InvalidRequestException(ConfigFields.path(KEY_TYPE), "is none of rsa, ec and ed25519"));
        return switch (type) {
            case RSA -> rsa(config);
            case EC -> new KeyRules(type, config.number(KEY_BITS, 256, 384, 521));
            case ED25519 -> {
                config.refuse(KEY_BITS, "an ed25519 key has one length");
                yield new KeyRules(type, 0);
            }
        };
    }

    /**
     * Makes a key pair; RSA takes a tenth of a second to several.
     *
     * @param random the source of randomness
     * @return a new pair
     */
    public KeyPair draw(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(type.name());
            switch (type) {
                case RSA -> generator.initialize(bits, random);
                case EC -> generator.initialize(new ECGenParameterSpec("secp" + bits + "r1"), random);
                case ED25519 -> generator.initialize(255, random);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("the Java platform makes no " + type.spelling + " keys", absent);
        }
    }
}
