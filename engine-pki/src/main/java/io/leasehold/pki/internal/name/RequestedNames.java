package io.leasehold.pki.internal.name;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The names that somebody wants in a certificate, as they came. Immutable.
 *
 * @param commonName the common name; empty for none
 * @param dnsNames DNS names
 * @param emails e-mail addresses
 * @param ips IP addresses, as text
 * @param uris URIs
 * @param others names of other types, as {@code OID;utf8:VALUE}
 * @param serialNumber the attribute serialNumber of the subject; empty for none
 * @param userIds user ids of the subject
 * @param commonNameAlone whether the common name stays out of the alternative names
 * @param ofCsr whether the alternative names are those of a signing request, for messages
 */
public record RequestedNames(
        String commonName,
        List<String> dnsNames,
        List<String> emails,
        List<String> ips,
        List<String> uris,
        List<String> others,
        String serialNumber,
        List<String> userIds,
        boolean commonNameAlone,
        boolean ofCsr) {

    /** Takes copies. */
    public RequestedNames {
        dnsNames = List.copyOf(dnsNames);
        emails = List.copyOf(emails);
        ips = List.copyOf(ips);
        uris = List.copyOf(uris);
        others = List.copyOf(others);
        userIds = List.copyOf(userIds);
    }

    /**
     * A request for one name.
     *
     * @param commonName the common name; empty for none
     * @return the request
     */
    public static RequestedNames of(String commonName) {
        List<String> none = List.of();
        return new RequestedNames(commonName, none, none, none, none, none, "", none, false, false);
    }

    /**
     * The same with the field {@code alt_names}: what has an {@code @} is an e-mail address, all else a DNS name.
     *
     * @param altNames the field's elements; empty ones do not count
     * @return the request
     */
    public RequestedNames withAltNames(List<String> altNames) {
        List<String> dns = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        for (String name : altNames) {
            if (!name.isEmpty()) {
                (name.indexOf('@') < 0 ? dns : addresses).add(name);
            }
        }
        return new RequestedNames(
                commonName, dns, addresses, ips, uris, others, serialNumber, userIds, commonNameAlone, ofCsr);
    }

    /**
     * The names of a certificate for a signing request: what of the call is used, what of the signing request, and what of the
     * call is not followed.
     *
     * @param names the names
     * @param warnings what was not followed
     */
    public record Signing(RequestedNames names, List<String> warnings) {

        /** Takes copies. */
        public Signing {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Joins these names, of a call, with those of the signing request that came with it. Other names of both are taken; the
     * serialNumber and user ids of the signing request, when the call has none.
     *
     * @param csr the names in the signing request
     * @param useCommonName {@code use_csr_common_name}: the common name of the signing request goes first
     * @param useSans {@code use_csr_sans}: the alternative names are those of the signing request, and not those of the call
     * @return the names
     */
    public Signing signing(RequestedNames csr, boolean useCommonName, boolean useSans) {
        List<String> warnings = new ArrayList<>();
        boolean csrCommonName = useCommonName && !csr.commonName.isEmpty();
        if (csrCommonName && !commonName.isEmpty() && !commonName.equals(csr.commonName)) {
            warnings.add(
                    "common_name of the request: ignored, because the role has use_csr_common_name and the CSR has one");
        }
        if (useSans) {
            warn("alt_names", !dnsNames.isEmpty() || !emails.isEmpty(), warnings);
            warn("ip_sans", !ips.isEmpty(), warnings);
            warn("uri_sans", !uris.isEmpty(), warnings);
        }
        RequestedNames sans = useSans ? csr : this;
        Set<String> allOthers = new LinkedHashSet<>(others);
        if (useSans) {
            allOthers.addAll(csr.others);
        }
        return new Signing(
                new RequestedNames(
                        csrCommonName ? csr.commonName : commonName,
                        sans.dnsNames,
                        sans.emails,
                        sans.ips,
                        sans.uris,
                        List.copyOf(allOthers),
                        serialNumber.isEmpty() ? csr.serialNumber : serialNumber,
                        userIds.isEmpty() ? csr.userIds : userIds,
                        commonNameAlone,
                        useSans),
                warnings);
    }

    private static void warn(String field, boolean sent, List<String> warnings) {
        if (sent) {
            warnings.add(field
                    + " of the request: ignored, because the role has use_csr_sans, so that the names are those of"
                    + " the CSR");
        }
    }
}
