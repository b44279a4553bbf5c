package io.leasehold.pki.internal.name;

/** What a name is in a certificate. */
public enum NameKind {
    /** The common name of the subject. */
    COMMON_NAME("common_name", "common_name"),
    /** The attribute serialNumber of the subject. */
    SERIAL_NUMBER("serial_number", "serial_number"),
    /** A DNS name among the alternative names. */
    DNS("dns_san", "alt_names"),
    /** An e-mail address among the alternative names. */
    EMAIL("email_san", "alt_names"),
    /** A name of another type among the alternative names. */
    OTHER("other_san", "other_sans"),
    /** An IP address among the alternative names. */
    IP("ip_san", "ip_sans"),
    /** A URI among the alternative names. */
    URI("uri_san", "uri_sans"),
    /** A user id of the subject. */
    USER_ID("user_id", "user_ids");

    private final String spelling;
    private final String field;

    NameKind(String spelling, String field) {
        this.spelling = spelling;
        this.field = field;
    }

    /**
     * How answers spell it.
     *
     * @return lower-case text
     */
    public String spelling() {
        return spelling;
    }

    /**
     * The field of a request that such names come in.
     *
     * @return the field's name
     */
    public String field() {
        return field;
    }

    /** Whether a signing request brings such names, where they are taken from it. */
    boolean isAlternative() {
        return this == DNS || this == EMAIL || this == OTHER || this == IP || this == URI;
    }
}
