package io.leasehold.database.internal.credential;

import java.util.Map;
import javax.security.auth.x500.X500Principal;

/** Distinguished names as text. Stateless. */
final class DistinguishedNames {

    /**
     * Attribute types that RFC 4514 does not name, as OpenSSL does ({@code crypto/objects/objects.txt}). The values of others are
     * written in hexadecimal digits.
     */
    private static final Map<String, String> MORE = Map.ofEntries(
            Map.entry("1.2.840.113549.1.9.1", "emailAddress"),
            Map.entry("2.5.4.4", "SN"),
            Map.entry("2.5.4.5", "serialNumber"),
            Map.entry("2.5.4.12", "title"),
            Map.entry("2.5.4.13", "description"),
            Map.entry("2.5.4.15", "businessCategory"),
            Map.entry("2.5.4.17", "postalCode"),
            Map.entry("2.5.4.41", "name"),
            Map.entry("2.5.4.42", "GN"),
            Map.entry("2.5.4.43", "initials"),
            Map.entry("2.5.4.44", "generationQualifier"),
            Map.entry("2.5.4.46", "dnQualifier"),
            Map.entry("2.5.4.65", "pseudonym"),
            Map.entry("2.5.4.97", "organizationIdentifier"));

    private DistinguishedNames() {}

    /** A name by RFC 4514: the last of its parts first. */
    static String text(X500Principal name) {
        return name.getName(X500Principal.RFC2253, MORE);
    }
}
