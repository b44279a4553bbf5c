package io.leasehold.pki;

import io.leasehold.spi.binding.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What certificates may be made, for which names, and how they look: the fields of {@code roles/NAME}. A write replaces all of
 * them: what is not sent has its default. No component is ever null: the constructor puts the default for null, which is how
 * the binding says that a field was not sent. It is validated when it is written. Immutable.
 *
 * @param ttl the life of a certificate when none is asked for; 0 for the mount's
 * @param maxTtl the longest life of a certificate; 0 for the mount's
 * @param issuerRef who signs: {@code default}, or the name or id of an issuer, looked up when it is used
 * @param allowLocalhost whether {@code localhost} and {@code localdomain} may be named
 * @param allowedDomains the domains that the three flags below speak of
 * @param allowedDomainsTemplate whether the domains are templates of an identity; there are no identities here, so that a domain with two braces is refused with it
 * @param allowBareDomains whether an allowed domain itself may be named
 * @param allowSubdomains whether what is under an allowed domain may be named, at any depth
 * @param allowGlobDomains whether {@code *} in an allowed domain stands for any characters
 * @param allowAnyName whether anything may be named
 * @param allowWildcardCertificates whether names may have a {@code *}
 * @param enforceHostnames whether names must be names of hosts
 * @param allowIpSans whether IP addresses may be named
 * @param allowedIpSansCidr the networks that addresses must be in; any when empty
 * @param allowedUriSans patterns of URIs, with {@code *} for any characters; none when empty
 * @param allowedOtherSans patterns of other names, as {@code OID;utf8:VALUE}, or a lone {@code *}; none when empty
 * @param allowedSerialNumbers patterns of the serialNumber of a subject; none when empty
 * @param allowedUserIds patterns of the user ids of a subject; none when empty
 * @param requireCn whether a common name must be asked for
 * @param cnValidations what a common name may be: {@code email}, {@code hostname}, or {@code disabled} for anything
 * @param useCsrCommonName whether the common name of a signing request goes first
 * @param useCsrSans whether the alternative names of a signing request are taken, and not those of the call
 * @param serverFlag whether certificates are for TLS servers
 * @param clientFlag whether certificates are for TLS clients
 * @param codeSigningFlag whether certificates are for signing code
 * @param emailProtectionFlag whether certificates are for e-mail
 * @param keyUsage what the key may be used for, by the names of RFC 5280; no such extension when empty
 * @param extKeyUsage further extended usages by name
 * @param extKeyUsageOids further extended usages by object identifier
 * @param basicConstraintsValidForNonCa whether certificates say that they are of no authority
 * @param policyIdentifiers policies: object identifiers, or JSON objects with {@code oid}, {@code notice} and {@code cps}
 * @param keyType {@code rsa}, {@code ec}, {@code ed25519}, or {@code any}
 * @param keyBits the size of keys; 0 for the type's default
 * @param signatureBits the size of the hash when an RSA key signs: 256, 384 or 512; 0 for 256
 * @param usePss whether an RSA key signs with PSS
 * @param ou organizational units of the subject
 * @param organization organizations of the subject
 * @param country countries of the subject
 * @param locality localities of the subject
 * @param province provinces of the subject
 * @param streetAddress street addresses of the subject
 * @param postalCode postal codes of the subject
 * @param notBeforeDuration by how much certificates are valid before they are made
 * @param notAfter a fixed end of all certificates, as {@code 2030-01-31T00:00:00Z}; none when empty
 * @param notBeforeBound whether a request may set its beginning: {@code permit}, {@code forbid}, or {@code duration} for no more than {@code notBeforeDuration} back
 * @param notAfterBound whether a request may set its end: {@code permit}, {@code forbid}, {@code ttl-limited}, or the latest time
 * @param generateLease whether a certificate has a lease, whose revocation revokes it
 * @param noStore whether certificates are not stored; there are no leases then
 * @param serialRecord whether a serial number with its end and issuer is kept for a certificate that is not stored, so that it can be revoked and asked for by OCSP. An extension of Leasehold's
 */
public record PkiRole(
        @Field("The life of a certificate when none is asked for; 0 for the mount's.")
        Duration ttl,

        @Field("The longest life of a certificate; 0 for the mount's.")
        Duration maxTtl,

        @Field("Who signs: default, or the name or id of an issuer.")
        String issuerRef,

        @Field("Whether localhost and localdomain may be named; true by default.")
        Boolean allowLocalhost,

        @Field("The domains that allow_bare_domains, allow_subdomains and allow_glob_domains speak of.")
        List<String> allowedDomains,

        @Field("Whether the domains are templates; there are no identities to fill them from.")
        boolean allowedDomainsTemplate,

        @Field("Whether an allowed domain itself may be named.")
        boolean allowBareDomains,

        @Field("Whether what is under an allowed domain may be named, at any depth.")
        boolean allowSubdomains,

        @Field("Whether * in an allowed domain stands for any characters.")
        boolean allowGlobDomains,

        @Field("Whether anything may be named.") boolean allowAnyName,

        @Field("Whether names may have a *; true by default.")
        Boolean allowWildcardCertificates,

        @Field("Whether names must be names of hosts; true by default.")
        Boolean enforceHostnames,

        @Field("Whether IP addresses may be named; true by default.")
        Boolean allowIpSans,

        @Field("The networks that IP addresses must be in; any when empty.")
        List<String> allowedIpSansCidr,

        @Field("Patterns of URIs, with * for any characters; none when empty.")
        List<String> allowedUriSans,

        @Field("Patterns of other names, as OID;utf8:VALUE, or a lone *; none when empty.")
        List<String> allowedOtherSans,

        @Field("Patterns of the serialNumber of a subject; none when empty.")
        List<String> allowedSerialNumbers,

        @Field("Patterns of the user ids of a subject; none when empty.")
        List<String> allowedUserIds,

        @Field("Whether a common name must be asked for; true by default.")
        Boolean requireCn,

        @Field("What a common name may be: email, hostname, or disabled for anything.")
        List<String> cnValidations,

        @Field("Whether the common name of a CSR goes first; true by default.")
        Boolean useCsrCommonName,

        @Field("Whether the alternative names of a CSR are taken; true by default.")
        Boolean useCsrSans,

        @Field("Whether certificates are for TLS servers; true by default.")
        Boolean serverFlag,

        @Field("Whether certificates are for TLS clients; true by default.")
        Boolean clientFlag,

        @Field("Whether certificates are for signing code.") boolean codeSigningFlag,

        @Field("Whether certificates are for e-mail.") boolean emailProtectionFlag,

        @Field(
                "What the key may be used for; DigitalSignature,KeyAgreement,KeyEncipherment by default, no such extension when empty.")
        List<String> keyUsage,

        @Field("Further extended usages by name, such as TimeStamping.")
        List<String> extKeyUsage,

        @Field("Further extended usages by object identifier.")
        List<String> extKeyUsageOids,

        @Field("Whether certificates say that they are of no authority.")
        boolean basicConstraintsValidForNonCa,

        @Field(value = "Policies: object identifiers, or JSON with oid, notice and cps.", verbatim = true)
        List<String> policyIdentifiers,

        @Field("The type of keys: rsa, ec, ed25519 or any; rsa by default.")
        String keyType,

        @Field("The size of keys; 0 for the default of the type.")
        int keyBits,

        @Field("The size of the hash when an RSA key signs; 0 for 256.")
        int signatureBits,

        @Field("Whether an RSA key signs with PSS.") boolean usePss,

        @Field("Organizational units of the subject.") List<String> ou,

        @Field("Organizations of the subject.") List<String> organization,

        @Field("Countries of the subject.") List<String> country,

        @Field("Localities of the subject.") List<String> locality,

        @Field("Provinces of the subject.") List<String> province,

        @Field("Street addresses of the subject.") List<String> streetAddress,

        @Field("Postal codes of the subject.") List<String> postalCode,

        @Field("By how much certificates are valid before they are made; 30s by default.")
        Duration notBeforeDuration,

        @Field("A fixed end of all certificates, as 2030-01-31T00:00:00Z.")
        String notAfter,

        @Field("Whether a request may set its beginning: permit, forbid or duration.")
        String notBeforeBound,

        @Field("Whether a request may set its end: permit, forbid, ttl-limited or the latest time.")
        String notAfterBound,

        @Field("Whether a certificate has a lease.") boolean generateLease,

        @Field("Whether certificates are not stored.") boolean noStore,

        @Field("With no_store: whether the serial number is kept, so that revocation and OCSP work; true by default.")
        Boolean serialRecord) {

    private static final List<String> KEY_USAGE = List.of("DigitalSignature", "KeyAgreement", "KeyEncipherment");

    private static final List<String> CN_VALIDATIONS = List.of("email", "hostname");

    private static final Duration NOT_BEFORE = Duration.ofSeconds(30);

    /** Puts the defaults, and takes copies. */
    public PkiRole {
        ttl = orElse(ttl, Duration.ZERO);
        maxTtl = orElse(maxTtl, Duration.ZERO);
        issuerRef = orElse(issuerRef, "default");
        allowLocalhost = orElse(allowLocalhost, true);
        allowedDomains = orElse(allowedDomains, List.of());
        allowWildcardCertificates = orElse(allowWildcardCertificates, true);
        enforceHostnames = orElse(enforceHostnames, true);
        allowIpSans = orElse(allowIpSans, true);
        allowedIpSansCidr = orElse(allowedIpSansCidr, List.of());
        allowedUriSans = orElse(allowedUriSans, List.of());
        allowedOtherSans = orElse(allowedOtherSans, List.of());
        allowedSerialNumbers = orElse(allowedSerialNumbers, List.of());
        allowedUserIds = orElse(allowedUserIds, List.of());
        requireCn = orElse(requireCn, true);
        cnValidations = cnValidations == null || cnValidations.isEmpty() ? CN_VALIDATIONS : List.copyOf(cnValidations);
        useCsrCommonName = orElse(useCsrCommonName, true);
        useCsrSans = orElse(useCsrSans, true);
        serverFlag = orElse(serverFlag, true);
        clientFlag = orElse(clientFlag, true);
        keyUsage = orElse(keyUsage, KEY_USAGE);
        extKeyUsage = orElse(extKeyUsage, List.of());
        extKeyUsageOids = orElse(extKeyUsageOids, List.of());
        policyIdentifiers = policies(policyIdentifiers);
        keyType = orElse(keyType, "rsa");
        ou = orElse(ou, List.of());
        organization = orElse(organization, List.of());
        country = orElse(country, List.of());
        locality = orElse(locality, List.of());
        province = orElse(province, List.of());
        streetAddress = orElse(streetAddress, List.of());
        postalCode = orElse(postalCode, List.of());
        notBeforeDuration = orElse(notBeforeDuration, NOT_BEFORE);
        notAfter = orElse(notAfter, "");
        notBeforeBound = orElse(notBeforeBound, "permit");
        notAfterBound = orElse(notAfterBound, "permit");
        serialRecord = orElse(serialRecord, true);
    }

    private static <T> T orElse(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    private static String orElse(@Nullable String text, String otherwise) {
        return text == null || text.isEmpty() ? otherwise : text;
    }

    private static List<String> orElse(@Nullable List<String> values, List<String> otherwise) {
        return values == null ? otherwise : List.copyOf(values);
    }

    /** JSON has commas of its own, so that the binding leaves the splitting of object identifiers to this. */
    private static List<String> policies(@Nullable List<String> sent) {
        List<String> policies = new ArrayList<>();
        for (String each : sent == null ? List.<String>of() : sent) {
            String text = each.strip();
            if (text.startsWith("{") || text.startsWith("[")) {
                policies.add(text);
                continue;
            }
            for (String part : text.split(",", -1)) {
                if (!part.isBlank()) {
                    policies.add(part.strip());
                }
            }
        }
        return List.copyOf(policies);
    }

    /**
     * Starts a role.
     *
     * @return a builder in which everything has its default; not thread-safe
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts a role from this one, for changing a few fields of a role that was read.
     *
     * @return a builder in which everything is as here; not thread-safe
     */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.ttl = ttl;
        builder.maxTtl = maxTtl;
        builder.issuerRef = issuerRef;
        builder.allowLocalhost = allowLocalhost;
        builder.allowedDomains = allowedDomains;
        builder.allowedDomainsTemplate = allowedDomainsTemplate;
        builder.allowBareDomains = allowBareDomains;
        builder.allowSubdomains = allowSubdomains;
        builder.allowGlobDomains = allowGlobDomains;
        builder.allowAnyName = allowAnyName;
        builder.allowWildcardCertificates = allowWildcardCertificates;
        builder.enforceHostnames = enforceHostnames;
        builder.allowIpSans = allowIpSans;
        builder.allowedIpSansCidr = allowedIpSansCidr;
        builder.allowedUriSans = allowedUriSans;
        builder.allowedOtherSans = allowedOtherSans;
        builder.allowedSerialNumbers = allowedSerialNumbers;
        builder.allowedUserIds = allowedUserIds;
        builder.requireCn = requireCn;
        builder.cnValidations = cnValidations;
        builder.useCsrCommonName = useCsrCommonName;
        builder.useCsrSans = useCsrSans;
        builder.serverFlag = serverFlag;
        builder.clientFlag = clientFlag;
        builder.codeSigningFlag = codeSigningFlag;
        builder.emailProtectionFlag = emailProtectionFlag;
        builder.keyUsage = keyUsage;
        builder.extKeyUsage = extKeyUsage;
        builder.extKeyUsageOids = extKeyUsageOids;
        builder.basicConstraintsValidForNonCa = basicConstraintsValidForNonCa;
        builder.policyIdentifiers = policyIdentifiers;
        builder.keyType = keyType;
        builder.keyBits = keyBits;
        builder.signatureBits = signatureBits;
        builder.usePss = usePss;
        builder.ou = ou;
        builder.organization = organization;
        builder.country = country;
        builder.locality = locality;
        builder.province = province;
        builder.streetAddress = streetAddress;
        builder.postalCode = postalCode;
        builder.notBeforeDuration = notBeforeDuration;
        builder.notAfter = notAfter;
        builder.notBeforeBound = notBeforeBound;
        builder.notAfterBound = notAfterBound;
        builder.generateLease = generateLease;
        builder.noStore = noStore;
        builder.serialRecord = serialRecord;
        return builder;
    }

    /** Collects the fields of a role. Not thread-safe. */
    public static final class Builder {

        private Duration ttl = Duration.ZERO;
        private Duration maxTtl = Duration.ZERO;
        private String issuerRef = "default";
        private boolean allowLocalhost = true;
        private List<String> allowedDomains = List.of();
        private boolean allowedDomainsTemplate;
        private boolean allowBareDomains;
        private boolean allowSubdomains;
        private boolean allowGlobDomains;
        private boolean allowAnyName;
        private boolean allowWildcardCertificates = true;
        private boolean enforceHostnames = true;
        private boolean allowIpSans = true;
        private List<String> allowedIpSansCidr = List.of();
        private List<String> allowedUriSans = List.of();
        private List<String> allowedOtherSans = List.of();
        private List<String> allowedSerialNumbers = List.of();
        private List<String> allowedUserIds = List.of();
        private boolean requireCn = true;
        private List<String> cnValidations = CN_VALIDATIONS;
        private boolean useCsrCommonName = true;
        private boolean useCsrSans = true;
        private boolean serverFlag = true;
        private boolean clientFlag = true;
        private boolean codeSigningFlag;
        private boolean emailProtectionFlag;
        private List<String> keyUsage = KEY_USAGE;
        private List<String> extKeyUsage = List.of();
        private List<String> extKeyUsageOids = List.of();
        private boolean basicConstraintsValidForNonCa;
        private List<String> policyIdentifiers = List.of();
        private String keyType = "rsa";
        private int keyBits;
        private int signatureBits;
        private boolean usePss;
        private List<String> ou = List.of();
        private List<String> organization = List.of();
        private List<String> country = List.of();
        private List<String> locality = List.of();
        private List<String> province = List.of();
        private List<String> streetAddress = List.of();
        private List<String> postalCode = List.of();
        private Duration notBeforeDuration = NOT_BEFORE;
        private String notAfter = "";
        private String notBeforeBound = "permit";
        private String notAfterBound = "permit";
        private boolean generateLease;
        private boolean noStore;
        private boolean serialRecord = true;

        private Builder() {}

        /**
         * Sets the life of a certificate when none is asked for; 0 for the mount's.
         *
         * @param duration zero or more, whole seconds count
         * @return this builder
         */
        public Builder ttl(Duration duration) {
            this.ttl = duration;
            return this;
        }

        /**
         * Sets the longest life of a certificate; 0 for the mount's.
         *
         * @param duration zero or more, whole seconds count
         * @return this builder
         */
        public Builder maxTtl(Duration duration) {
            this.maxTtl = duration;
            return this;
        }

        /**
         * Sets who signs: {@code default}, or the name or id of an issuer, looked up when it is used.
         *
         * @param text the text
         * @return this builder
         */
        public Builder issuerRef(String text) {
            this.issuerRef = text;
            return this;
        }

        /**
         * Sets whether {@code localhost} and {@code localdomain} may be named.
         *
         * @param on whether it is so
         * @return this builder
         */
        public Builder allowLocalhost(boolean on) {
            this.allowLocalhost = on;
            return this;
        }

        /**
         * Sets the domains that the three flags below speak of.
         *
         * @param values all of them
         * @return this builder
         */
        public Builder allowedDomains(String... values) {
            this.allowedDomains = List.of(values);
            return this;
        }

        /**
         * Sets whether the domains are templates of an identity; there are no identities here, so that a domain with two braces is refused with it.
         *
         * @param on whether it is so
         * @return this builder
         */
        public Builder allowedDomainsTemplate(boolean on) {
            this.allowedDomainsTemplate = on;
            return this;
        }

        /**
         * Sets whether an allowed domain itself may be named.
         *
         * @param on whether it is so
         * @return this builder
         */
        public Builder allowBareDomains(boolean on) {
            this.allowBareDomains = on;
            return this;
        }

        /**
         * Sets whether what is under an allowed domain may be named, at any depth.
         *
         * @param on whether it is so
         * @return this builder
         */
        public Builder allowSubdomains(boolean on) {
            this.allowSubdomains = on;
            return this;
        }

        /**
         * Sets whether {@code *} in an allowed domain stands for any characters.
         *
         * @param on whether it is so
         * @return this builder
         */
        public Builder allowGlobDomains(boolean on) {
            this.allowGlobDomains = on;
            return this;
        }

        /**
         * Sets whether anything may be named.
         *
         * @param on whether it is so
         * @return this builder
         */
        public Builder allowAnyName(boolean on) {
            this.allowAnyName = on;
            return this;
        }

        /**
         * Sets whether names may have a {@code *}.
         *
         * @param on whether it is so
         * @return this builder
         */
        public Builder allowWildcardCertificates(boolean on) {
            this.allowWildcardCertificates = on;
            return this;
        }

        /**
         * Sets whether names must be names of hosts.
         *
         * @param on whether it is so
         * @return this builder
         */
        public Builder enforceHostnames(boolean on) {
            this.enforceHostnames = on;
            return this;
        }

        /**
         * Sets whether IP addresses may be named.
         *
         * @param on whether it is so
         * @return this builder
         */
        public Builder allowIpSans(boolean on) {
            this.allowIpSans = on;
            return this;
        }

        /**
         * Sets the networks that addresses must be in; any when empty.
         *
         * @param values all of them
         * @return this builder
         */
        public Builder allowedIpSansCidr(String... values) {
            this.allowedIpSansCidr = List.of(values);
            return this;
        }

        /**
         * Sets patterns of URIs, with {@code *} for any characters; none when empty.
         *
         * @param values all of them
         * @return this builder
         */
        public Builder allowedUriSans(String... values) {
            this.allowedUriSans = List.of(values);
            return this;
        }

        /**
         * Sets patterns of other names, as {@code OID;utf8:VALUE}, or a lone {@code *}; none when empty.
         *
         * @param values all of them
         * @return this builder
         */
        public Builder allowedOtherSans(String... values) {
            this.allowedOtherSans = List.of(values);
            return this;
        }

        /**
         * Sets patterns of the serialNumber of a subject; none when empty.
         *
         * @param values all of them
         * @return this builder
         */
        public Builder allowedSerialNumbers(String... values) {
            this.allowedSerialNumbers = List.of(values);
            return this;
        }

        /**
         * Sets patterns of the user ids of a subject; none when empty.
         *
         * @param values all of them
         * @return this builder
         */
        public Builder allowedUserIds(String... values) {
            this.allowedUserIds = List.of(values);
            return this;
        }

        /**
         * Sets whether a common name must be asked for.
         *
         * @param on whether it is so
         * @return this builder
         */
        public Builder requireCn(boolean on) {
            this.requireCn = on;
            return this;
        }

        /**
         * Sets what a common name may be: {@code email}, {@code hostname}, or {@code disabled} for anything.
         *
         * @param values all of them
         * @return this builder
         */
        public Builder cnValidations(String... values) {
            this.cnValidations = List.of(values);
            return this;
        }

        /**
         * Sets whether the common name of a signing request goes first.
         *
         * @param on whether it is so
         * @return this builder
         */
        public Builder useCsrCommonName(boolean on) {
            this.useCsrCommonName = on;
            return this;
        }

        /**
         * Sets whether the alternative names of a signing request are taken, and not those of the call.
         *
         * @param on whether it is so
         * @return this builder
         */
        public Builder useCsrSans(boolean on) {
            this.useCsrSans = on;
            return this;
        }

        /**
         * Sets whether certificates are for TLS servers.
         *
         * @param on whether it is so
         * @return this builder
         */
        public Builder serverFlag(boolean on) {
            this.serverFlag = on;
            return this;
        }

        /**
         * Sets whether certificates are for TLS clients.
         *
         * @param on whether it is so
         * @return this builder
         */
        public Builder clientFlag(boolean on) {
            this.clientFlag = on;
            return this;
        }

        /**
         * Sets whether certificates are for signing code.
         *
         * @param on whether it is so
         * @return this builder
         */
        public Builder codeSigningFlag(boolean on) {
            this.codeSigningFlag = on;
            return this;
        }

        /**
         * Sets whether certificates are for e-mail.
         *
         * @param on whether it is so
         * @return this builder
         */
        public Builder emailProtectionFlag(boolean on) {
            this.emailProtectionFlag = on;
            return this;
        }

        /**
         * Sets what the key may be used for, by the names of RFC 5280; no such extension when empty.
         *
         * @param values all of them
         * @return this builder
         */
        public Builder keyUsage(String... values) {
            this.keyUsage = List.of(values);
            return this;
        }

        /**
         * Sets further extended usages by name.
         *
         * @param values all of them
         * @return this builder
         */
        public Builder extKeyUsage(String... values) {
            this.extKeyUsage = List.of(values);
            return this;
        }

        /**
         * Sets further extended usages by object identifier.
         *
         * @param values all of them
         * @return this builder
         */
        public Builder extKeyUsageOids(String... values) {
            this.extKeyUsageOids = List.of(values);
            return this;
        }

        /**
         * Sets whether certificates say that they are of no authority.
         *
         * @param on whether it is so
         * @return this builder
         */
        public Builder basicConstraintsValidForNonCa(boolean on) {
            this.basicConstraintsValidForNonCa = on;
            return this;
        }

        /**
         * Sets policies: object identifiers, or JSON objects with {@code oid}, {@code notice} and {@code cps}.
         *
         * @param values all of them
         * @return this builder
         */
        public Builder policyIdentifiers(String... values) {
            this.policyIdentifiers = List.of(values);
            return this;
        }

        /**
         * Sets {@code rsa}, {@code ec}, {@code ed25519}, or {@code any}.
         *
         * @param text the text
         * @return this builder
         */
        public Builder keyType(String text) {
            this.keyType = text;
            return this;
        }

        /**
         * Sets the size of keys; 0 for the type's default.
         *
         * @param bits the bits
         * @return this builder
         */
        public Builder keyBits(int bits) {
            this.keyBits = bits;
            return this;
        }

        /**
         * Sets the size of the hash when an RSA key signs: 256, 384 or 512; 0 for 256.
         *
         * @param bits the bits
         * @return this builder
         */
        public Builder signatureBits(int bits) {
            this.signatureBits = bits;
            return this;
        }

        /**
         * Sets whether an RSA key signs with PSS.
         *
         * @param on whether it is so
         * @return this builder
         */
        public Builder usePss(boolean on) {
            this.usePss = on;
            return this;
        }

        /**
         * Sets organizational units of the subject.
         *
         * @param values all of them
         * @return this builder
         */
        public Builder ou(String... values) {
            this.ou = List.of(values);
            return this;
        }

        /**
         * Sets organizations of the subject.
         *
         * @param values all of them
         * @return this builder
         */
        public Builder organization(String... values) {
            this.organization = List.of(values);
            return this;
        }

        /**
         * Sets countries of the subject.
         *
         * @param values all of them
         * @return this builder
         */
        public Builder country(String... values) {
            this.country = List.of(values);
            return this;
        }

        /**
         * Sets localities of the subject.
         *
         * @param values all of them
         * @return this builder
         */
        public Builder locality(String... values) {
            this.locality = List.of(values);
            return this;
        }

        /**
         * Sets provinces of the subject.
         *
         * @param values all of them
         * @return this builder
         */
        public Builder province(String... values) {
            this.province = List.of(values);
            return this;
        }

        /**
         * Sets street addresses of the subject.
         *
         * @param values all of them
         * @return this builder
         */
        public Builder streetAddress(String... values) {
            this.streetAddress = List.of(values);
            return this;
        }

        /**
         * Sets postal codes of the subject.
         *
         * @param values all of them
         * @return this builder
         */
        public Builder postalCode(String... values) {
            this.postalCode = List.of(values);
            return this;
        }

        /**
         * Sets by how much certificates are valid before they are made.
         *
         * @param duration zero or more, whole seconds count
         * @return this builder
         */
        public Builder notBeforeDuration(Duration duration) {
            this.notBeforeDuration = duration;
            return this;
        }

        /**
         * Sets a fixed end of all certificates, as {@code 2030-01-31T00:00:00Z}; none when empty.
         *
         * @param text the text
         * @return this builder
         */
        public Builder notAfter(String text) {
            this.notAfter = text;
            return this;
        }

        /**
         * Sets whether a request may set its beginning: {@code permit}, {@code forbid}, or {@code duration} for no more than {@code notBeforeDuration} back.
         *
         * @param text the text
         * @return this builder
         */
        public Builder notBeforeBound(String text) {
            this.notBeforeBound = text;
            return this;
        }

        /**
         * Sets whether a request may set its end: {@code permit}, {@code forbid}, {@code ttl-limited}, or the latest time.
         *
         * @param text the text
         * @return this builder
         */
        public Builder notAfterBound(String text) {
            this.notAfterBound = text;
            return this;
        }

        /**
         * Sets whether a certificate has a lease, whose revocation revokes it.
         *
         * @param on whether it is so
         * @return this builder
         */
        public Builder generateLease(boolean on) {
            this.generateLease = on;
            return this;
        }

        /**
         * Sets whether certificates are not stored; there are no leases then.
         *
         * @param on whether it is so
         * @return this builder
         */
        public Builder noStore(boolean on) {
            this.noStore = on;
            return this;
        }

        /**
         * Sets whether a serial number with its end and issuer is kept for a certificate that is not stored, so that it can be revoked and asked for by OCSP. An extension of Leasehold's.
         *
         * @param on whether it is so
         * @return this builder
         */
        public Builder serialRecord(boolean on) {
            this.serialRecord = on;
            return this;
        }

        /**
         * Ends the role. It is validated when it is written.
         *
         * @return the role
         */
        public PkiRole build() {
            return new PkiRole(
                    ttl,
                    maxTtl,
                    issuerRef,
                    allowLocalhost,
                    allowedDomains,
                    allowedDomainsTemplate,
                    allowBareDomains,
                    allowSubdomains,
                    allowGlobDomains,
                    allowAnyName,
                    allowWildcardCertificates,
                    enforceHostnames,
                    allowIpSans,
                    allowedIpSansCidr,
                    allowedUriSans,
                    allowedOtherSans,
                    allowedSerialNumbers,
                    allowedUserIds,
                    requireCn,
                    cnValidations,
                    useCsrCommonName,
                    useCsrSans,
                    serverFlag,
                    clientFlag,
                    codeSigningFlag,
                    emailProtectionFlag,
                    keyUsage,
                    extKeyUsage,
                    extKeyUsageOids,
                    basicConstraintsValidForNonCa,
                    policyIdentifiers,
                    keyType,
                    keyBits,
                    signatureBits,
                    usePss,
                    ou,
                    organization,
                    country,
                    locality,
                    province,
                    streetAddress,
                    postalCode,
                    notBeforeDuration,
                    notAfter,
                    notBeforeBound,
                    notAfterBound,
                    generateLease,
                    noStore,
                    serialRecord);
        }
    }
}
