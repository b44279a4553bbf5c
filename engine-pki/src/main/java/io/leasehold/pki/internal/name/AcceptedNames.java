package io.leasehold.pki.internal.name;

import java.util.List;

/**
 * The names that a certificate gets, as they are written into it. Immutable.
 *
 * @param commonName the common name; empty for none
 * @param serialNumber the attribute serialNumber of the subject; empty for none
 * @param dnsNames DNS names in ASCII, each once
 * @param emails e-mail addresses in ASCII, each once
 * @param others names of other types, each once
 * @param ips IP addresses of 4 or 16 octets, each once; not to be written to
 * @param uris URIs in ASCII, each once
 * @param userIds user ids, each once
 */
public record AcceptedNames(
        String commonName,
        String serialNumber,
        List<String> dnsNames,
        List<String> emails,
        List<OtherSan> others,
        List<byte[]> ips,
        List<String> uris,
        List<String> userIds) {

    /**
     * Whether there are alternative names at all.
     *
     * @return whether there are
     */
    public boolean hasAlternatives() {
        return !(dnsNames.isEmpty() && emails.isEmpty() && others.isEmpty() && ips.isEmpty() && uris.isEmpty());
    }
}
