package io.leasehold.pki.internal.name;

import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;

/**
 * An other name (RFC 5280, section 4.2.1.6), which is a text of some type: {@code [0]} of its type and {@code [0] UTF8String}.
 *
 * @param type what it is
 * @param value its text
 */
public record OtherSan(ASN1ObjectIdentifier type, String value) {

    /** How one is written, for messages. */
    static final String FORM = "<oid>;utf8:<value>, as in 1.3.6.1.4.1.311.20.2.3;utf8:devops@example.com";

    /**
     * Reads {@code OID;utf8:VALUE}; {@code UTF-8} is the same, in any capitals.
     *
     * @param text the text
     * @return the name; empty when it is malformed
     */
    static Optional<OtherSan> of(String text) {
        int semicolon = text.indexOf(';');
        int colon = text.indexOf(':', semicolon + 1);
        if (semicolon < 0 || colon < 0) {
            return Optional.empty();
        }
        String type = text.substring(semicolon + 1, colon).strip().toLowerCase(Locale.ROOT);
        ASN1ObjectIdentifier id =
                ASN1ObjectIdentifier.tryFromID(text.substring(0, semicolon).strip());
        if (id == null || !(type.equals("utf8") || type.equals("utf-8"))) {
            return Optional.empty();
        }
        return Optional.of(new OtherSan(id, text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return type + ";utf8:" + value;
    }
}
