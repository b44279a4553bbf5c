package io.leasehold.database.internal.credential;

import io.leasehold.error.InvalidRequestException;
import java.util.Arrays;

/** What the accounts of a role log in with: {@code credential_type}. */
public enum CredentialType {
    /** A password. */
    PASSWORD("password"),
    /** A key pair, of which the server gets the public half. */
    RSA_PRIVATE_KEY("rsa_private_key"),
    /** A key and a certificate of an authority that the server trusts. */
    CLIENT_CERTIFICATE("client_certificate");

    private final String spelling;

    CredentialType(String spelling) {
        this.spelling = spelling;
    }

    /**
     * How roles and plugins spell it.
     *
     * @return such as {@code rsa_private_key}
     */
    public String spelling() {
        return spelling;
    }

    /**
     * Reads the field of a role.
     *
     * @param spelling its value
     * @return the type
     * @throws InvalidRequestException when there is none of that name
     */
    public static CredentialType named(String spelling) {
        return Arrays.stream(values())
                .filter(type -> type.spelling.equals(spelling))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(
                        "credential_type",
                        "invalid credential_type \"" + spelling + "\"; there are password, rsa_private_key and"
                                + " client_certificate"));
    }
}
