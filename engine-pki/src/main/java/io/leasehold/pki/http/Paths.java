package io.leasehold.pki.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What paths mean. Everything that is served is named here, so that nothing else can be reached. Pure functions. */
final class Paths {

    private static final Set<String> OF_MOUNT =
            Set.of("ca", "ca/pem", "ca_chain", "crl", "crl/pem", "crl/delta", "crl/delta/pem");
    private static final Map<String, String> OF_AUTHORITY = Map.of("cert/ca/raw", "ca", "cert/ca/raw/pem", "ca/pem");
    private static final Set<String> FIELDS = Set.of("cert/ca", "cert/ca_chain", "cert/crl");
    private static final Pattern SERIAL =
            Pattern.compile("cert/([0-9A-Fa-f]{2}(?:[:-]?[0-9A-Fa-f]{2}){0,19})(/raw(?:/pem)?)?");
    private static final Pattern ISSUER = Pattern.compile(
            "issuer/([0-9A-Za-z_](?:[0-9A-Za-z_.-]{0,253}[0-9A-Za-z_])?)/(json|pem|der|crl(?:/delta)?(?:/der|/pem)?)");

    /** Longer ones cannot be a request that is read. */
    private static final int LONGEST = 8192;

    private Paths() {}

    /**
     * Takes escapes out of a path.
     *
     * @param raw the path as sent
     * @return the path; empty when an escape is malformed
     */
    static Optional<String> decode(String raw) {
        if (raw.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            // A plus is a plus in a path, and part of base64.
            return Optional.of(URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /**
     * Finds what a path means.
     *
     * @param path the path below the mount's prefix
     * @return it; empty when it means nothing
     */
    static Optional<Wanted> resolve(String path) {
        if (OF_MOUNT.contains(path)) {
            return Optional.of(new Wanted.Raw(path, true));
        }
        if (OF_AUTHORITY.containsKey(path)) {
            return Optional.of(new Wanted.Raw(OF_AUTHORITY.get(path), true));
        }
        if (FIELDS.contains(path)) {
            return Optional.of(new Wanted.Fields(path));
        }
        if (path.equals("issuers")) {
            return Optional.of(new Wanted.Names(path));
        }
        if (path.equals("ocsp")) {
            return Optional.of(new Wanted.OcspPost());
        }
        if (path.startsWith("ocsp/")) {
            return Optional.of(new Wanted.OcspGet(path.substring("ocsp/".length())));
        }
        Matcher serial = SERIAL.matcher(path);
        if (serial.matches()) {
            String at = "cert/" + serial.group(1).replace(':', '-');
            return Optional.of(
                    serial.group(2) == null ? new Wanted.Fields(at) : new Wanted.Raw(at + serial.group(2), true));
        }
        return issuer(path);
    }

    private static Optional<Wanted> issuer(String path) {
        Matcher issuer = ISSUER.matcher(path);
        if (!issuer.matches()) {
            return Optional.empty();
        }
        String form = issuer.group(2);
        boolean raw = form.endsWith("pem") || form.endsWith("der");
        return Optional.of(raw ? new Wanted.Raw(path, false) : new Wanted.Fields(path));
    }
}
