package io.leasehold.pki.internal.ca;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.internal.issuer.Names;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.util.IPAddress;

/**
 * The alternative names of an authority. Nobody's rules apply to them, only what each kind of name has to look like: a common name
 * that is no name of a host, as most are of authorities, is not among them. Pure function.
 */
final class SubjectAltNames {

    private static final Pattern HOST = Pattern.compile(
            "(?:\\*\\.)?(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)*[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.?");
    private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");
    private static final Pattern MAILBOX = Pattern.compile("[\\x21-\\x3f\\x41-\\x7e]{1,64}");

    private SubjectAltNames() {}

    static Optional<GeneralNames> of(SubjectFields fields) {
        Set<GeneralName> names = new LinkedHashSet<>();
        if (!fields.excludeCnFromSans()) {
            ofCommonName(fields.commonName()).ifPresent(names::add);
        }
        for (String name : fields.altNames()) {
            names.add(ofText(name)
                    .orElseThrow(() -> new InvalidRequestException(
                            "alt_names",
                            "'" + Names.shown(name) + "' is neither a name of a host nor an e-mail address")));
        }
        fields.ipSans().forEach(text -> names.add(address(text)));
        fields.uriSans().forEach(text -> names.add(uri(text)));
        fields.otherSans().forEach(text -> names.add(other(text)));
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(new GeneralNames(new ArrayList<>(names).toArray(GeneralName[]::new)));
    }

    /** A single word without a dot is rather a title than a host. */
    private static Optional<GeneralName> ofCommonName(String name) {
        return name.indexOf('.') < 0 && name.indexOf('@') < 0 ? Optional.empty() : ofText(name);
    }

    private static Optional<GeneralName> ofText(String name) {
        int at = name.indexOf('@');
        if (at >= 0) {
            return MAILBOX.matcher(name.substring(0, at)).matches() && isHost(name.substring(at + 1))
                    ? Optional.of(new GeneralName(GeneralName.rfc822Name, name))
                    : Optional.empty();
        }
        return isHost(name) ? Optional.of(new GeneralName(GeneralName.dNSName, name)) : Optional.empty();
    }

    private static boolean isHost(String name) {
        return name.length() <= 253
                && HOST.matcher(name).matches()
                && !DIGITS_AND_DOTS.matcher(name).matches();
    }

    private static GeneralName address(String text) {
        if (!IPAddress.isValid(text)) {
            throw new InvalidRequestException("ip_sans", "'" + Names.shown(text) + "' is no IP address");
        }
        return new GeneralName(GeneralName.iPAddress, text);
    }

    private static GeneralName uri(String text) {
        try {
            if (new URI(text).getScheme() != null && text.chars().allMatch(c -> c < 0x7f)) {
                return new GeneralName(GeneralName.uniformResourceIdentifier, text);
            }
        } catch (URISyntaxException e) {
            // Told below.
        }
        throw new InvalidRequestException("uri_sans", "'" + Names.shown(text) + "' is no URI with a scheme");
    }

    private static GeneralName other(String text) {
        int semicolon = text.indexOf(';');
        int colon = text.indexOf(':', semicolon + 1);
        ASN1ObjectIdentifier type = semicolon < 0
                ? null
                : ASN1ObjectIdentifier.tryFromID(text.substring(0, semicolon).strip());
        String kind = colon < 0 ? "" : text.substring(semicolon + 1, colon).strip();
        if (type == null || !(kind.equalsIgnoreCase("utf8") || kind.equalsIgnoreCase("utf-8"))) {
            throw new InvalidRequestException(
                    "other_sans",
                    "'" + Names.shown(text)
                            + "' is malformed: write <oid>;utf8:<value>, as in 1.3.6.1.4.1.311.20.2.3;utf8:a@example.com");
        }
        ASN1EncodableVector parts = new ASN1EncodableVector();
        parts.add(type);
        parts.add(new DERTaggedObject(true, 0, new DERUTF8String(text.substring(colon + 1))));
        return new GeneralName(GeneralName.otherName, new DERSequence(parts));
    }
}
