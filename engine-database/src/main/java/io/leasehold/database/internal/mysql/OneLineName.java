package io.leasehold.database.internal.mysql;

import io.leasehold.error.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * A distinguished name as the server compares it with {@code REQUIRE SUBJECT} and {@code REQUIRE ISSUER}: in the order of the
 * certificate, each part behind a slash, by the short names of OpenSSL, such as {@code /O=Acme/CN=Clients}
 * ({@code X509_NAME_oneline} in OpenSSL's {@code crypto/x509/x509_obj.c}). Stateless.
 */
final class OneLineName {

    private OneLineName() {}

    /**
     * Turns a name around.
     *
     * @param name the name by RFC 4514, whose attribute types are named as OpenSSL names them
     * @return the form of one line
     * @throws InvalidRequestException when the name has parts whose form on one line is not certain
     */
    static String of(String name) {
        StringBuilder line = new StringBuilder();
        try {
            // Its last part comes first here.
            for (Rdn part : new LdapName(name).getRdns()) {
                append(line, part);
            }
        } catch (InvalidNameException malformed) {
            throw new IllegalStateException("a name of a certificate is not by RFC 4514", malformed);
        }
        return line.toString();
    }

    private static void append(StringBuilder line, Rdn part) {
        if (part.size() > 1 || !(part.getValue() instanceof String value)) {
            throw new InvalidRequestException(
                    "credential_config.ca_cert",
                    "its subject has an attribute of a rare type, or several in one part, which REQUIRE ISSUER cannot be"
                            + " written for: use an authority with a plain name");
        }
        line.append('/').append(type(part.getType())).append('=');
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            if (octet >= ' ' && octet <= '~') {
                line.append((char) octet);
            } else {
                line.append(String.format(Locale.ROOT, "\\x%02X", octet & 0xff));
            }
        }
    }

    /** The one type that RFC 4514 and OpenSSL spell differently. */
    private static String type(String type) {
        return type.equals("STREET") ? "street" : type;
    }
}
