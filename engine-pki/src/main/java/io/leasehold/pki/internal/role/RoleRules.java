package io.leasehold.pki.internal.role;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.PkiRole;
import io.leasehold.pki.internal.name.NameRules;
import io.leasehold.pki.internal.name.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.CertificatePolicies;

/**
 * A role that may issue: its fields checked once and taken apart, so that a request need not do it again. Immutable.
 *
 * @param role the fields, with their defaults
 * @param names which names are allowed
 * @param keys which keys are taken
 * @param usages what the keys may be used for
 * @param validity from when until when certificates are valid
 * @param policies the extension of policies; empty for none
 * @param asIs whether subject, names and extensions are taken from the signing request as they are
 * @param warnings what who writes the role should know
 */
public record RoleRules(
        PkiRole role,
        NameRules names,
        KeyRules keys,
        UsageRules usages,
        ValidityRules validity,
        Optional<CertificatePolicies> policies,
        boolean asIs,
        List<String> warnings) {

    private static final Pattern ISSUER = Pattern.compile("\\w(?:[\\w.-]{0,253}\\w)?");

    private static final RoleRules VERBATIM = of(PkiRole.builder().build()).asVerbatim();

    /** Takes copies. */
    public RoleRules {
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads a role.
     *
     * @param role the role
     * @return its rules
     * @throws InvalidRequestException with all that is wrong with it
     */
    public static RoleRules of(PkiRole role) {
        Problems problems = new Problems();
        List<String> warnings = new ArrayList<>();
        if (!ISSUER.matcher(role.issuerRef()).matches()) {
            problems.accept(
                    "issuer_ref", Shown.quoted(role.issuerRef()) + " is neither default nor a name or id of an issuer");
        }
        SubjectParts.check(role, problems);
        RoleRules rules = new RoleRules(
                role,
                NameRules.of(role, problems, warnings),
                KeyRules.of(role.keyType(), role.keyBits(), role.signatureBits(), role.usePss(), problems),
                UsageRules.of(role, problems, warnings),
                ValidityRules.of(role, problems),
                PolicyRules.of(role.policyIdentifiers(), problems),
                false,
                warnings(role, warnings));
        problems.raise();
        return rules;
    }

    private static List<String> warnings(PkiRole role, List<String> warnings) {
        if (role.noStore() && role.generateLease()) {
            warnings.add(
                    "generate_lease has no effect with no_store: mutually exclusive, and no_store wins, so there will be no leases");
        } else if (role.generateLease()) {
            warnings.add(
                    "generate_lease makes a lease for each certificate: many short-lived certificates make many leases to"
                            + " store and to expire; certificates expire and can be revoked without them");
        }
        return warnings;
    }

    /**
     * The rules of signing verbatim without a role: anything goes, and only the defaults of the mount bound it.
     *
     * @return the rules
     */
    public static RoleRules verbatim() {
        return VERBATIM;
    }

    /**
     * The rules of signing verbatim with this role: only its times, leases, storing, issuer and basic constraints count, and its
     * usages are the default ones, without extended usages.
     *
     * @return the rules
     */
    public RoleRules asVerbatim() {
        PkiRole open = PkiRole.builder()
                .ttl(role.ttl())
                .maxTtl(role.maxTtl())
                .notBeforeDuration(role.notBeforeDuration())
                .generateLease(role.generateLease())
                .noStore(role.noStore())
                .serialRecord(role.serialRecord())
                .issuerRef(role.issuerRef())
                .basicConstraintsValidForNonCa(role.basicConstraintsValidForNonCa())
                .signatureBits(role.signatureBits())
                .usePss(role.usePss())
                .allowAnyName(true)
                .enforceHostnames(false)
                .allowedOtherSans("*")
                .allowedUriSans("*")
                .allowedSerialNumbers("*")
                .allowedUserIds("*")
                .requireCn(false)
                .cnValidations("disabled")
                .serverFlag(false)
                .clientFlag(false)
                .keyType("any")
                .build();
        RoleRules rules = of(open);
        return new RoleRules(
                open, rules.names, rules.keys, rules.usages, rules.validity, rules.policies, true, rules.warnings);
    }

    /**
     * Whether certificates are stored.
     *
     * @return whether they are
     */
    public boolean stores() {
        return !role.noStore();
    }

    /**
     * Whether the serial number of a certificate is kept with its end and issuer although the certificate is not stored.
     *
     * @return whether it is
     */
    public boolean keepsSerial() {
        return role.noStore() && role.serialRecord();
    }

    /**
     * Whether certificates have leases.
     *
     * @return whether they do
     */
    public boolean leases() {
        return role.generateLease() && !role.noStore();
    }
}
