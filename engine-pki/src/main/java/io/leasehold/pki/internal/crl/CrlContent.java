package io.leasehold.pki.internal.crl;

import io.leasehold.pki.internal.crypto.SigningKey;
import io.leasehold.pki.internal.issuer.Issuer;
import io.leasehold.pki.internal.x509.ExtensionSet;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.OptionalLong;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.Time;

/**
 * What a list says, before it is signed (RFC 5280, section 5).
 *
 * @param signer the authority
 * @param thisUpdate when it is made, in whole seconds
 * @param nextUpdate until when it is valid, in whole seconds
 * @param number its number
 * @param base the number of the full list that it changes; empty for a full list
 * @param deltaUrls where lists of changes are found, for a full list
 * @param entries its lines
 */
record CrlContent(
        Issuer signer,
        Instant thisUpdate,
        Instant nextUpdate,
        long number,
        OptionalLong base,
        List<String> deltaUrls,
        List<CrlEntry> entries) {

    private static final int VERSION_2 = 1;

    byte[] sign(SigningKey key) {
        byte[] algorithm = Der.of(key.scheme().identifier());
        List<byte[]> parts = new ArrayList<>();
        parts.add(Der.of(new ASN1Integer(VERSION_2)));
        parts.add(algorithm);
        parts.add(Der.of(signer.certificate().subject()));
        parts.add(Der.of(new Time(Date.from(thisUpdate))));
        parts.add(Der.of(new Time(Date.from(nextUpdate))));
        if (!entries.isEmpty()) {
            // Section 5.1.2.6: absent, not empty, when nothing is revoked.
            parts.add(Der.sequence(entries.stream().map(CrlEntry::der).toList()));
        }
        parts.add(Der.of(new DERTaggedObject(true, 0, extensions().toExtensions())));
        byte[] content = Der.sequence(parts);
        return Der.sequence(List.of(content, algorithm, Der.of(new DERBitString(key.sign(content)))));
    }

    private ExtensionSet extensions() {
        ExtensionSet extensions = new ExtensionSet()
                .add(
                        Extension.authorityKeyIdentifier,
                        false,
                        new AuthorityKeyIdentifier(signer.certificate().subjectKeyId()))
                .add(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)));
        base.ifPresent(
                full -> extensions.add(Extension.deltaCRLIndicator, true, new CRLNumber(BigInteger.valueOf(full))));
        if (!deltaUrls.isEmpty()) {
            extensions.add(Extension.freshestCRL, false, distribution());
        }
        return extensions;
    }

    /** One point each: names within one point would all be ways to the same list, which clients rarely try. */
    private CRLDistPoint distribution() {
        return new CRLDistPoint(deltaUrls.stream()
                .map(url -> new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, url)))
                .map(names -> new DistributionPoint(new DistributionPointName(names), null, null))
                .toArray(DistributionPoint[]::new));
    }
}
