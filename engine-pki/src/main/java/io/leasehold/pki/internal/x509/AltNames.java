package io.leasehold.pki.internal.x509;

import io.leasehold.error.InvalidRequestException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.OtherName;

/**
 * The subject alternative names that a request asks for (RFC 5280, section 4.2.1.6). Immutable.
 *
 * @param dns DNS names
 * @param emails e-mail addresses
 * @param ips IP addresses, as text
 * @param uris URIs
 * @param others other names, as {@code oid;utf8:value}
 * @param unsupported kinds of names that are there and are not taken, such as directory names
 */
public record AltNames(
        List<String> dns,
        List<String> emails,
        List<String> ips,
        List<String> uris,
        List<String> others,
        List<String> unsupported) {

    private static final AltNames NONE = new AltNames(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    /** Takes copies. */
    public AltNames {
        dns = List.copyOf(dns);
        emails = List.copyOf(emails);
        ips = List.copyOf(ips);
        uris = List.copyOf(uris);
        others = List.copyOf(others);
        unsupported = List.copyOf(unsupported);
    }

    /** Reads the names; errors name the field {@code csr}. */
    static AltNames of(Extensions extensions) {
        Extension found = extensions.getExtension(Extension.subjectAlternativeName);
        if (found == null) {
            return NONE;
        }
        List<String> dns = new ArrayList<>();
        List<String> emails = new ArrayList<>();
        List<String> ips = new ArrayList<>();
        List<String> uris = new ArrayList<>();
        List<String> others = new ArrayList<>();
        List<String> unsupported = new ArrayList<>();
        for (GeneralName name : GeneralNames.getInstance(found.getParsedValue()).getNames()) {
            switch (name.getTagNo()) {
                case GeneralName.dNSName -> dns.add(text(name));
                case GeneralName.rfc822Name -> emails.add(text(name));
                case GeneralName.uniformResourceIdentifier -> uris.add(text(name));
                case GeneralName.iPAddress -> ips.add(address(name));
                case GeneralName.otherName -> others.add(other(name));
                case GeneralName.directoryName -> unsupported.add("directory name");
                case GeneralName.registeredID -> unsupported.add("registered id");
                default -> unsupported.add("name of kind " + name.getTagNo());
            }
        }
        return new AltNames(dns, emails, ips, uris, others, unsupported);
    }

    private static String text(GeneralName name) {
        return ((ASN1String) name.getName()).getString();
    }

    private static String address(GeneralName name) {
        byte[] octets = ASN1OctetString.getInstance(name.getName()).getOctets();
        try {
            return InetAddress.getByAddress(octets).getHostAddress();
        } catch (UnknownHostException e) {
            throw new InvalidRequestException(
                    "csr", "an IP address in it has " + octets.length + " octets, not 4 or 16");
        }
    }

    private static String other(GeneralName name) {
        OtherName other = OtherName.getInstance(name.getName());
        ASN1Encodable value = other.getValue();
        if (value instanceof ASN1TaggedObject tagged) {
            value = tagged.getExplicitBaseObject();
        }
        if (!(value instanceof ASN1String text)) {
            throw new InvalidRequestException(
                    "csr", "its other name of type " + other.getTypeID() + " has a value that is no text");
        }
        return other.getTypeID() + ";utf8:" + text.getString();
    }
}
