package io.leasehold.database.internal.credential;

import io.leasehold.error.InvalidRequestException;
import java.util.Map;

/** What a role's credentials are made like: its {@code credential_type} with the settings of its {@code credential_config}. */
public sealed interface CredentialRules {

    /** The setting that names a password policy. */
    String PASSWORD_POLICY = "password_policy";

    /** The setting that holds the authority's key, and that is never shown. */
    String CA_PRIVATE_KEY = "ca_private_key";

    /**
     * Passwords.
     *
     * @param policy the password policy's name, empty for the connection's
     */
    record Password(String policy) implements CredentialRules {}

    /**
     * Key pairs of RSA.
     *
     * @param key what they are like
     */
    record RsaKey(KeyRules key) implements CredentialRules {}

    /**
     * Certificates of clients.
     *
     * @param certificate what they are like
     */
    record ClientCertificate(CertificateRules certificate) implements CredentialRules {}

    /**
     * Reads the settings of a type.
     *
     * @param type the type
     * @param config its settings
     * @return the rules
     * @throws InvalidRequestException naming the setting that is unknown, missing or wrong, and what would be right; never
     *     with a part of a key
     */
    static CredentialRules read(CredentialType type, Map<String, String> config) {
        return switch (type) {
            case PASSWORD ->
                new Password(ConfigFields.of(config, PASSWORD_POLICY).text(PASSWORD_POLICY));
            case RSA_PRIVATE_KEY -> rsaKey(ConfigFields.of(config, "key_bits", "format"));
            case CLIENT_CERTIFICATE -> new ClientCertificate(CertificateRules.read(config));
        };
    }

    private static CredentialRules rsaKey(ConfigFields config) {
        String format = config.text("format");
        if (!format.isEmpty() && !format.equals("pkcs8")) {
            throw new InvalidRequestException(
                    ConfigFields.path("format"), "is not pkcs8, the one format that there is");
        }
        return new RsaKey(KeyRules.rsa(config));
    }
}
