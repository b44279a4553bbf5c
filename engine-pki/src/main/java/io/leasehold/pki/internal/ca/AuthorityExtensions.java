package io.leasehold.pki.internal.ca;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.internal.issuer.Names;
import io.leasehold.pki.internal.x509.ExtensionSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.jspecify.annotations.Nullable;

/** The extensions that make a certificate one of an authority (RFC 5280, section 4.2.1). Pure functions. */
final class AuthorityExtensions {

    private static final Pattern DOMAIN = Pattern.compile("\\.?(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\\.)*"
            + "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?");
    private static final Map<String, KeyPurposeId> PURPOSES = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    static {
        PURPOSES.put("Any", KeyPurposeId.anyExtendedKeyUsage);
        PURPOSES.put("ServerAuth", KeyPurposeId.id_kp_serverAuth);
        PURPOSES.put("ClientAuth", KeyPurposeId.id_kp_clientAuth);
        PURPOSES.put("CodeSigning", KeyPurposeId.id_kp_codeSigning);
        PURPOSES.put("EmailProtection", KeyPurposeId.id_kp_emailProtection);
        PURPOSES.put("IPSECEndSystem", KeyPurposeId.id_kp_ipsecEndSystem);
        PURPOSES.put("IPSECTunnel", KeyPurposeId.id_kp_ipsecTunnel);
        PURPOSES.put("IPSECUser", KeyPurposeId.id_kp_ipsecUser);
        PURPOSES.put("TimeStamping", KeyPurposeId.id_kp_timeStamping);
        PURPOSES.put("OCSPSigning", KeyPurposeId.id_kp_OCSPSigning);
    }

    private AuthorityExtensions() {}

    /** The basics of every authority: what it is, what its key is for, and by which identifiers it is found. */
    static ExtensionSet of(int pathLength, int usages, byte[] subjectKeyId, byte[] signerKeyId) {
        return new ExtensionSet()
                .add(
                        Extension.basicConstraints,
                        true,
                        pathLength < 0 ? new BasicConstraints(true) : new BasicConstraints(pathLength))
                .add(Extension.keyUsage, true, new KeyUsage(usages | KeyUsage.keyCertSign | KeyUsage.cRLSign))
                .add(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(subjectKeyId))
                .add(Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(signerKeyId));
    }

    static int pathLength(@Nullable Integer asked) {
        int length = asked == null ? -1 : asked;
        if (length < -1 || length > 100) {
            throw new InvalidRequestException(
                    "max_path_length", "is " + length + ": give 0 to 100, or -1 for no limit of its own");
        }
        return length;
    }

    /** The domains that an authority is limited to. Critical, as RFC 5280 asks, so that who cannot heed it refuses. */
    static Optional<NameConstraints> permitted(@Nullable List<String> domains) {
        if (domains == null || domains.isEmpty()) {
            return Optional.empty();
        }
        GeneralSubtree[] trees = domains.stream()
                .map(domain -> {
                    if (domain.length() > 253 || !DOMAIN.matcher(domain).matches()) {
                        throw new InvalidRequestException(
                                "permitted_dns_domains", "'" + Names.shown(domain) + "' is no domain");
                    }
                    return new GeneralSubtree(new GeneralName(GeneralName.dNSName, domain));
                })
                .toArray(GeneralSubtree[]::new);
        return Optional.of(new NameConstraints(trees, null));
    }

    static int usages(@Nullable List<String> names) {
        int usages = 0;
        for (String name : names == null ? List.<String>of() : names) {
            String plain = name.toLowerCase(Locale.ROOT).replaceFirst("^keyusage", "");
            usages |= switch (plain) {
                case "certsign", "keycertsign", "crlsign" -> 0;
                case "digitalsignature" -> KeyUsage.digitalSignature;
                default ->
                    throw new InvalidRequestException(
                            "key_usage",
                            "'" + Names.shown(name)
                                    + "' is not for authorities: CertSign and CRLSign are given in any case, and DigitalSignature may be added");
            };
        }
        return usages;
    }

    static Optional<ExtendedKeyUsage> purposes(@Nullable List<String> names) {
        Set<KeyPurposeId> purposes = new LinkedHashSet<>();
        for (String name : names == null ? List.<String>of() : names) {
            KeyPurposeId known = PURPOSES.get(name);
            ASN1ObjectIdentifier id = known == null ? ASN1ObjectIdentifier.tryFromID(name) : known.toOID();
            if (id == null) {
                throw new InvalidRequestException(
                        "ext_key_usage",
                        "'" + Names.shown(name) + "' is not known: give an OID or one of " + PURPOSES.keySet());
            }
            purposes.add(KeyPurposeId.getInstance(id));
        }
        return purposes.isEmpty()
                ? Optional.empty()
                : Optional.of(new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
    }

    static Optional<byte[]> keyId(@Nullable String skid) {
        if (skid == null || skid.isEmpty()) {
            return Optional.empty();
        }
        String digits = skid.length() > 200 ? "" : skid.replace(":", "").replace("-", "");
        try {
            byte[] id = HexFormat.of().parseHex(digits);
            if (id.length > 0 && id.length <= 64) {
                return Optional.of(id);
            }
        } catch (IllegalArgumentException malformed) {
            // Told below.
        }
        throw new InvalidRequestException("skid", "is no identifier of a key: give 1 to 64 octets in hexadecimal");
    }
}
