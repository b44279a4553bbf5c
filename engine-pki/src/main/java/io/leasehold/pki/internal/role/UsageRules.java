package io.leasehold.pki.internal.role;

import io.leasehold.pki.PkiRole;
import io.leasehold.pki.internal.name.Shown;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * What the keys of a role's certificates may be used for. Immutable.
 *
 * @param bits the usages of the role, as Bouncy Castle counts them
 * @param extended the extension of extended usages; empty for none
 */
public record UsageRules(int bits, Optional<ExtendedKeyUsage> extended) {

    private static final Map<String, Integer> USAGES = new LinkedHashMap<>();
    private static final Map<String, KeyPurposeId> PURPOSES = new LinkedHashMap<>();

    static {
        USAGES.put("DigitalSignature", KeyUsage.digitalSignature);
        USAGES.put("ContentCommitment", KeyUsage.nonRepudiation);
        USAGES.put("KeyEncipherment", KeyUsage.keyEncipherment);
        USAGES.put("DataEncipherment", KeyUsage.dataEncipherment);
        USAGES.put("KeyAgreement", KeyUsage.keyAgreement);
        USAGES.put("CertSign", KeyUsage.keyCertSign);
        USAGES.put("CRLSign", KeyUsage.cRLSign);
        USAGES.put("EncipherOnly", KeyUsage.encipherOnly);
        USAGES.put("DecipherOnly", KeyUsage.decipherOnly);
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
        PURPOSES.put(
                "MicrosoftServerGatedCrypto",
                KeyPurposeId.getInstance(new ASN1ObjectIdentifier("1.3.6.1.4.1.311.10.3.3")));
        PURPOSES.put(
                "NetscapeServerGatedCrypto",
                KeyPurposeId.getInstance(new ASN1ObjectIdentifier("2.16.840.1.113730.4.1")));
    }

    /** A leaf signs neither certificates nor CRLs: RFC 5280, section 4.2.1.3 wants an authority for that. */
    private static final int OF_AUTHORITIES = KeyUsage.keyCertSign | KeyUsage.cRLSign;

    /** RFC 3279, section 2.3.1, for certificates of no authority. */
    private static final int OF_RSA =
            KeyUsage.digitalSignature | KeyUsage.nonRepudiation | KeyUsage.keyEncipherment | KeyUsage.dataEncipherment;

    /** RFC 5480, section 3 and RFC 8813, section 3: an EC key signs and agrees, and enciphers nothing. */
    private static final int OF_EC = KeyUsage.digitalSignature
            | KeyUsage.nonRepudiation
            | KeyUsage.keyAgreement
            | KeyUsage.encipherOnly
            | KeyUsage.decipherOnly;

    /** RFC 8410, section 5: an Ed25519 key signs, and does nothing else. */
    private static final int OF_ED25519 = KeyUsage.digitalSignature | KeyUsage.nonRepudiation;

    static UsageRules of(PkiRole role, BiConsumer<String, String> problems, List<String> warnings) {
        int bits = 0;
        for (String name : role.keyUsage()) {
            bits |= named("key_usage", "key usage", name, USAGES, problems).orElse(0);
        }
        if ((bits & OF_AUTHORITIES) != 0) {
            warnings.add(
                    "key_usage: CertSign and CRLSign are left out of certificates, which are never those of an authority"
                            + " (RFC 5280, section 4.2.1.3)");
        }
        Set<KeyPurposeId> purposes = purposes(role, problems);
        return new UsageRules(
                bits,
                purposes.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new))));
    }

    private static Set<KeyPurposeId> purposes(PkiRole role, BiConsumer<String, String> problems) {
        Set<KeyPurposeId> purposes = new LinkedHashSet<>();
        add(role.serverFlag(), KeyPurposeId.id_kp_serverAuth, purposes);
        add(role.clientFlag(), KeyPurposeId.id_kp_clientAuth, purposes);
        add(role.codeSigningFlag(), KeyPurposeId.id_kp_codeSigning, purposes);
        add(role.emailProtectionFlag(), KeyPurposeId.id_kp_emailProtection, purposes);
        for (String name : role.extKeyUsage()) {
            named("ext_key_usage", "extended key usage", name, PURPOSES, problems)
                    .ifPresent(purposes::add);
        }
        for (String text : role.extKeyUsageOids()) {
            ASN1ObjectIdentifier id = ASN1ObjectIdentifier.tryFromID(text);
            if (id == null) {
                problems.accept(
                        "ext_key_usage_oids",
                        Shown.quoted(text) + " is no object identifier: write it as 1.3.6.1.5.5.7.3.2");
            } else {
                purposes.add(KeyPurposeId.getInstance(id));
            }
        }
        return purposes;
    }

    private static void add(boolean wanted, KeyPurposeId purpose, Set<KeyPurposeId> purposes) {
        if (wanted) {
            purposes.add(purpose);
        }
    }

    private static <T> Optional<T> named(
            String field, String what, String name, Map<String, T> known, BiConsumer<String, String> problems) {
        for (Map.Entry<String, T> each : known.entrySet()) {
            if (each.getKey().toLowerCase(Locale.ROOT).equals(name.strip().toLowerCase(Locale.ROOT))) {
                return Optional.of(each.getValue());
            }
        }
        problems.accept(
                field,
                Shown.quoted(name) + " is an unknown " + what + ": the names are "
                        + known.keySet().stream().collect(Collectors.joining(", ")));
        return Optional.empty();
    }

    /**
     * The extension of usages in a certificate for a key: of those of the role, what such a key can do.
     *
     * @param keyType {@code rsa}, {@code ec} or {@code ed25519}
     * @return the extension; empty when nothing is left, because one that allows nothing must not be (RFC 5280, section 4.2.1.3)
     */
    public Optional<KeyUsage> keyUsage(String keyType) {
        int left = bits
                & switch (keyType) {
                    case "rsa" -> OF_RSA;
                    case "ec" -> OF_EC;
                    case "ed25519" -> OF_ED25519;
                    default -> throw new IllegalArgumentException("unknown key type " + keyType);
                };
        if ((left & KeyUsage.keyAgreement) == 0) {
            // Both say how an agreed key is used, and nothing without one.
            left &= ~(KeyUsage.encipherOnly | KeyUsage.decipherOnly);
        }
        return left == 0 ? Optional.empty() : Optional.of(new KeyUsage(left));
    }
}
