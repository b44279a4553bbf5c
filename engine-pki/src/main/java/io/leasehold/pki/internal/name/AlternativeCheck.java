package io.leasehold.pki.internal.name;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Judges the alternative names. For one thread. */
final class AlternativeCheck {

    private static final String NOT_ALLOWED = " not allowed by this role";

    private final NameRules rules;
    private final Judging judging;

    /** IP addresses that came as DNS names, which are looked at when the IP addresses are. */
    private List<Address> addressesAmongNames = List.of();

    private record Address(String text, String field) {}

    AlternativeCheck(NameRules rules, Judging judging) {
        this.rules = rules;
        this.judging = judging;
    }

    /**
     * The common name, which is among the alternative names too.
     *
     * @param ruling what the rules for domains said of it; null when they were not asked
     */
    void dnsOfCommonName(String name, @Nullable Ruling ruling) {
        dns(name, ruling, "common_name");
    }

    void dns(String name) {
        dns(name, null, judging.fieldOf(NameKind.DNS));
    }

    private void dns(String name, @Nullable Ruling known, String field) {
        if (judging.isOver()) {
            return;
        }
        String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        if (IpText.parse(bare) != null) {
            addAddress(bare, field);
            return;
        }
        String encoded = Idna.encodeOrNull(name);
        if (encoded == null) {
            refuseDns(name, Idna.problem(name), field);
        } else if (Hostname.isTooLong(encoded)) {
            refuseDns(name, "a label has 63 characters at most, and a name 253 (RFC 1035, section 2.3.4)", field);
        } else if (IpText.looksLikeV4(encoded)) {
            refuseDns(name, "it looks like an IP address and is none", field);
        } else if (!Hostname.isOrWildcardOf(encoded)) {
            judging.leaveOut(
                    name,
                    "no name of a host: labels of letters, digits and inner hyphens with dots between, perhaps after *.");
        } else {
            Ruling ruling = known == null ? DomainCheck.of(rules, encoded) : known;
            if (ruling instanceof Ruling.Deny denial) {
                refuseDns(name, denial.rule(), denial.hint(), field);
            } else {
                judging.accept(NameKind.DNS, name, ((Ruling.Allow) ruling).rule());
                String written = encoded.endsWith(".") ? encoded.substring(0, encoded.length() - 1) : encoded;
                judging.dnsNames.add(written.toLowerCase(Locale.ROOT), written);
            }
        }
    }

    private void refuseDns(String name, String rule, String field) {
        refuseDns(
                name, rule, field.equals("common_name") ? "exclude_cn_from_sans=true keeps it out of them" : "", field);
    }

    private void refuseDns(String name, String rule, String hint, String field) {
        judging.refuse(
                NameKind.DNS, name, "subject alternate name " + Shown.plain(name) + NOT_ALLOWED, rule, hint, field);
    }

    private void addAddress(String address, String field) {
        if (addressesAmongNames.isEmpty()) {
            addressesAmongNames = new ArrayList<>(2);
        }
        addressesAmongNames.add(new Address(address, field));
        judging.warn(field + ": " + address + " is an IP address, so it is taken for an IP SAN and not for a DNS name");
    }

    void emailOfCommonName(String address, @Nullable Ruling ruling) {
        email(address, ruling, "common_name");
    }

    void email(String address) {
        email(address, null, judging.fieldOf(NameKind.EMAIL));
    }

    private void email(String address, @Nullable Ruling known, String field) {
        if (judging.isOver()) {
            return;
        }
        String words = "email address " + Shown.plain(address) + NOT_ALLOWED;
        int at = address.indexOf('@');
        String encoded = at < 0 ? null : Idna.encodeOrNull(address);
        if (at < 0) {
            judging.refuse(NameKind.EMAIL, address, words, "an e-mail address has exactly one @", "", field);
            return;
        }
        if (encoded == null) {
            judging.refuse(NameKind.EMAIL, address, words, Idna.problem(address), "", field);
            return;
        }
        if (at == 0 || at == address.length() - 1 || !Ascii.isVisible(encoded)) {
            judging.refuse(
                    NameKind.EMAIL,
                    address,
                    words,
                    "it needs something before and after the @, and printable ASCII before it (RFC 5280, section 4.2.1.6)",
                    "",
                    field);
            return;
        }
        Ruling ruling = known == null ? DomainCheck.of(rules, address) : known;
        if (ruling instanceof Ruling.Deny denial) {
            judging.refuse(NameKind.EMAIL, address, words, denial.rule(), denial.hint(), field);
            return;
        }
        judging.accept(NameKind.EMAIL, address, ((Ruling.Allow) ruling).rule());
        judging.emails.add(encoded, encoded);
    }

    void other(String text) {
        if (text.isEmpty() || judging.isOver()) {
            return;
        }
        Optional<OtherSan> read = OtherSan.of(text);
        if (read.isEmpty() || Ascii.isUnwritable(text)) {
            judging.refuse(
                    NameKind.OTHER,
                    text,
                    "other SAN " + Shown.plain(text) + NOT_ALLOWED,
                    "it is malformed",
                    "write " + OtherSan.FORM);
            return;
        }
        OtherSan other = read.get();
        if (rules.anyOther()) {
            acceptOther(text, other, "allowed_other_sans *");
            return;
        }
        boolean typeAllowed = false;
        for (NameRules.OtherRule rule : rules.others()) {
            if (rule.type().equals(other.type().getId())) {
                typeAllowed = true;
                if (rule.value().matches(other.value())) {
                    acceptOther(text, other, rule.value().label());
                    return;
                }
            }
        }
        judging.refuse(
                NameKind.OTHER,
                text,
                "other SAN OID " + other.type() + NOT_ALLOWED
                        + (typeAllowed ? " with the value " + Shown.plain(other.value()) : ""),
                "it fits none of allowed_other_sans",
                "add " + other.type() + ";utf8: with the value, or a pattern with *, to allowed_other_sans");
    }

    private void acceptOther(String text, OtherSan other, String rule) {
        judging.accept(NameKind.OTHER, text, rule);
        judging.others.add(other.toString(), other);
    }

    /** Looks at the addresses that came as DNS names. */
    void addressesAmongNames() {
        addressesAmongNames.forEach(address -> ip(address.text(), address.field()));
    }

    void ip(String text) {
        ip(text, judging.fieldOf(NameKind.IP));
    }

    private void ip(String text, String field) {
        if (text.isEmpty() || judging.isOver()) {
            return;
        }
        byte[] address = IpText.parse(text);
        if (!rules.ips()) {
            judging.refuse(
                    NameKind.IP,
                    text,
                    "IP Subject Alternative Names are not allowed in this role, but " + Shown.plain(text)
                            + " was asked for",
                    "allow_ip_sans is false",
                    "allow_ip_sans=true would allow it",
                    field);
        } else if (address == null) {
            judging.refuse(
                    NameKind.IP,
                    text,
                    "the value " + Shown.plain(text) + " is not a valid IP address",
                    "it does not parse",
                    "",
                    field);
        } else if (rules.networks().isEmpty()) {
            acceptIp(text, address, "allow_ip_sans");
        } else {
            Cidr network = networkOf(address);
            if (network == null) {
                judging.refuse(
                        NameKind.IP,
                        text,
                        "IP Subject Alternative Name " + Shown.plain(text) + NOT_ALLOWED,
                        "it is in none of allowed_ip_sans_cidr",
                        "add a network that it is in to allowed_ip_sans_cidr",
                        field);
            } else {
                acceptIp(text, address, "allowed_ip_sans_cidr " + network.text());
            }
        }
    }

    private @Nullable Cidr networkOf(byte[] address) {
        for (Cidr network : rules.networks()) {
            if (network.contains(address)) {
                return network;
            }
        }
        return null;
    }

    private void acceptIp(String text, byte[] address, String rule) {
        judging.accept(NameKind.IP, text, rule);
        judging.ips.add(new String(address, StandardCharsets.ISO_8859_1), address);
    }

    void uri(String text) {
        if (text.isEmpty() || judging.isOver()) {
            return;
        }
        if (rules.uris().isEmpty()) {
            judging.refuse(
                    NameKind.URI,
                    text,
                    "URI Subject Alternative Names are not allowed in this role, but " + Shown.plain(text)
                            + " was asked for",
                    "allowed_uri_sans is empty",
                    "add it, or a pattern with *, to allowed_uri_sans");
            return;
        }
        for (PatternRule pattern : rules.uris()) {
            if (pattern.matches(text)) {
                matchedUri(text, pattern.label());
                return;
            }
        }
        judging.refuse(
                NameKind.URI,
                text,
                "URI Subject Alternative Names were asked for which are not valid for this role: " + Shown.plain(text),
                "it fits none of allowed_uri_sans",
                "add it, or a pattern with *, to allowed_uri_sans");
    }

    private void matchedUri(String text, String rule) {
        if (isAbsoluteUri(text)) {
            judging.accept(NameKind.URI, text, rule);
            judging.uris.add(text, text);
        } else {
            judging.refuse(
                    NameKind.URI,
                    text,
                    "the URI Subject Alternative Name " + Shown.plain(text) + " is not a valid URI",
                    "it has to be ASCII with a scheme (RFC 5280, section 4.2.1.6)",
                    "");
        }
    }

    private static boolean isAbsoluteUri(String text) {
        try {
            return Ascii.isVisible(text) && new URI(text).isAbsolute();
        } catch (URISyntaxException malformed) {
            return false;
        }
    }
}
