package io.leasehold.pki;

import java.util.List;

/**
 * What {@code roles/NAME/check} answers: whether the role would allow a certificate, and by or against which rule. Immutable.
 *
 * @param allowed whether a request with these names, and this key, would be accepted as far as the role goes
 * @param names what becomes of each name, and of the key where one was given
 */
public record PkiRoleCheck(boolean allowed, List<Name> names) {

    /** Takes copies. */
    public PkiRoleCheck {
        names = List.copyOf(names);
    }

    /**
     * What becomes of one name.
     *
     * @param kind what it is: {@code common_name}, {@code serial_number}, {@code dns_san}, {@code email_san}, {@code other_san},
     *     {@code ip_san}, {@code uri_san}, {@code user_id}, or {@code key} for the key
     * @param value the name
     * @param allowed whether the certificate would have it
     * @param leftOut whether the certificate would be made without it, because it is no name of a host
     * @param rule by which rule, or against which
     * @param hint what would allow it; may be empty
     */
    public record Name(String kind, String value, boolean allowed, boolean leftOut, String rule, String hint) {}
}
