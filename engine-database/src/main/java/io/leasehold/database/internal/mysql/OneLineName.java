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
        // OpenSSL 3 writes a backslash before a slash and a plus, and other releases and libraries do not.
        if (part.size() > 1
                || !(part.getValue() instanceof String value)
                || value.indexOf('/') >= 0
                || value.indexOf('+') >= 0) {
            throw new InvalidRequestException(
                    "credential_config",
                    "{{subject}} and {{issuer}} cannot be written with certainty for a name with / or + in a value, with"
                            + " several attributes in one part, or with one of a rare type: give a plain"
                            + " common_name_template, and a ca_cert with a plain subject");
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
