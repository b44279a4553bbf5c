package io.leasehold.pki.internal.issue;

import io.leasehold.pki.internal.name.AcceptedNames;
import io.leasehold.pki.internal.name.OtherSan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.OtherName;

/** Accepted names as certificates hold them. Pure functions. */
final class AlternativeNames {

    private AlternativeNames() {}

    static List<GeneralName> of(AcceptedNames names) {
        List<GeneralName> all = new ArrayList<>();
        for (String name : names.dnsNames()) {
            all.add(new GeneralName(GeneralName.dNSName, name));
        }
        for (String email : names.emails()) {
            all.add(new GeneralName(GeneralName.rfc822Name, email));
        }
        for (byte[] ip : names.ips()) {
            all.add(new GeneralName(GeneralName.iPAddress, new DEROctetString(ip)));
        }
        for (String uri : names.uris()) {
            all.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri));
        }
        for (OtherSan other : names.others()) {
            all.add(new GeneralName(
                    GeneralName.otherName, new OtherName(other.type(), new DERUTF8String(other.value()))));
        }
        return all;
    }

    /** The extension; critical when the subject says nothing (RFC 5280, section 4.2.1.6). */
    static Extension extension(List<GeneralName> names, boolean critical) {
        try {
            return new Extension(
                    Extension.subjectAlternativeName,
                    critical,
                    new GeneralNames(names.toArray(GeneralName[]::new)).getEncoded(ASN1Encoding.DER));
        } catch (IOException e) {
            throw new IllegalArgumentException("alternative names cannot be encoded", e);
        }
    }
}
