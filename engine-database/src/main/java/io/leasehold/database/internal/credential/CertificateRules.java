package io.leasehold.database.internal.credential;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.spi.name.NameTemplate;
import java.util.Map;
import java.util.Optional;

/**
 * What certificates of clients are made like. Its text form shows no key.
 *
 * @param commonName how the subject is named, if not as the user
 * @param authority who signs
 * @param key what their keys are like
 * @param signature the Java platform's name of the signature's algorithm
 */
public record CertificateRules(Optional<NameTemplate> commonName, Authority authority, KeyRules key, String signature) {

    /** What a common name may have at most (RFC 5280, appendix A.1, {@code ub-common-name}). */
    public static final int LONGEST_COMMON_NAME = 64;

    private static final String TEMPLATE = "common_name_template";
    private static final String CA_CERT = "ca_cert";
    private static final String SIGNATURE_BITS = "signature_bits";

    static CertificateRules read(Map<String, String> values) {
        ConfigFields config = ConfigFields.of(
                values, TEMPLATE, CA_CERT, CredentialRules.CA_PRIVATE_KEY, "key_type", "key_bits", SIGNATURE_BITS);
        String certificate = config.required(CA_CERT, "the certificate of the authority that signs, as PEM");
        String key = config.required(
                CredentialRules.CA_PRIVATE_KEY,
                "the authority's key as PKCS #8 in PEM, with every write of credential_config: it is never shown");
        Authority authority = Authority.read(certificate, key);
        return new CertificateRules(commonName(config), authority, KeyRules.read(config), signature(config, authority));
    }

    private static Optional<NameTemplate> commonName(ConfigFields config) {
        String template = config.text(TEMPLATE);
        return template.isEmpty()
                ? Optional.empty()
                : Optional.of(NameTemplate.parse(ConfigFields.path(TEMPLATE), template, LONGEST_COMMON_NAME));
    }

    private static String signature(ConfigFields config, Authority authority) {
        String algorithm = authority.key().getAlgorithm();
        if (algorithm.equals("EdDSA")) {
            config.refuse(SIGNATURE_BITS, "a signature of the authority's EdDSA key has one length");
            return authority.edwardsCurve();
        }
        int bits = config.number(SIGNATURE_BITS, 256, 384, 512);
        return "SHA" + bits + (algorithm.equals("RSA") ? "withRSA" : "withECDSA");
    }

    /**
     * The common name of a user's certificate that has no template.
     *
     * @param username the user's name
     * @return the same
     * @throws InvalidRequestException when it is too long for a certificate
     */
    public static String commonNameOf(String username) {
        if (username.length() > LONGEST_COMMON_NAME) {
            throw new InvalidRequestException(
                    ConfigFields.path(TEMPLATE),
                    "is missing: the user's name has " + username.length() + " characters, and a common name at most "
                            + LONGEST_COMMON_NAME + "; shorten the connection's username_template, or give one here");
        }
        return username;
    }
}
