package io.leasehold.pki.internal.x509;

import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * The parts of a subject, in the order in which they are written. Each value is a part of its own, because a part
 * holds every type once (X.501, section 9.3). Immutable.
 *
 * @param country C
 * @param organization O
 * @param ou OU
 * @param locality L
 * @param province ST
 * @param streetAddress STREET
 * @param postalCode postal code
 * @param commonName CN, empty for none
 * @param serialNumber the attribute serialNumber, which is not the certificate's serial; empty for none
 * @param userIds UID
 */
public record SubjectName(
        List<String> country,
        List<String> organization,
        List<String> ou,
        List<String> locality,
        List<String> province,
        List<String> streetAddress,
        List<String> postalCode,
        String commonName,
        String serialNumber,
        List<String> userIds) {

    /** The user id (RFC 4519, section 2.39). */
    public static final ASN1ObjectIdentifier UID = BCStyle.UID;

    /** Takes copies. */
    public SubjectName {
        country = List.copyOf(country);
        organization = List.copyOf(organization);
        ou = List.copyOf(ou);
        locality = List.copyOf(locality);
        province = List.copyOf(province);
        streetAddress = List.copyOf(streetAddress);
        postalCode = List.copyOf(postalCode);
        userIds = List.copyOf(userIds);
    }

    /**
     * A subject that has a common name alone.
     *
     * @param commonName the name, empty for an empty subject
     * @return the subject
     */
    public static SubjectName of(String commonName) {
        List<String> none = List.of();
        return new SubjectName(none, none, none, none, none, none, none, commonName, "", none);
    }

    /**
     * The name as certificates hold it.
     *
     * @return the name
     */
    public X500Name toName() {
        List<RDN> parts = new ArrayList<>(4);
        add(parts, BCStyle.C, country);
        add(parts, BCStyle.O, organization);
        add(parts, BCStyle.OU, ou);
        add(parts, BCStyle.L, locality);
        add(parts, BCStyle.ST, province);
        add(parts, BCStyle.STREET, streetAddress);
        add(parts, BCStyle.POSTAL_CODE, postalCode);
        add(parts, BCStyle.CN, commonName.isEmpty() ? List.of() : List.of(commonName));
        add(parts, BCStyle.SERIALNUMBER, serialNumber.isEmpty() ? List.of() : List.of(serialNumber));
        add(parts, UID, userIds);
        return new X500Name(parts.toArray(RDN[]::new));
    }

    private static void add(List<RDN> parts, ASN1ObjectIdentifier type, List<String> values) {
        for (String value : values) {
            parts.add(new RDN(new AttributeTypeAndValue(type, text(type, value))));
        }
    }

    /** RFC 5280, appendix A.1: country and serialNumber are printable strings. */
    private static ASN1Encodable text(ASN1ObjectIdentifier type, String value) {
        boolean printable = (type.equals(BCStyle.C) || type.equals(BCStyle.SERIALNUMBER))
                && DERPrintableString.isPrintableString(value);
        return printable ? new DERPrintableString(value) : new DERUTF8String(value);
    }
}
