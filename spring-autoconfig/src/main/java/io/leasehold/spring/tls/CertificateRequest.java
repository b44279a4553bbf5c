package io.leasehold.spring.tls;

import io.leasehold.spring.declaration.FieldNames;
import io.leasehold.spring.tls.LeaseholdTlsProperties.Bundle;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * What is asked of the PKI engine for a bundle. What properties can get wrong among themselves is found here, before anything is
 * issued; what the role allows, the engine says.
 *
 * @param path where it is written to
 * @param fields what is written
 * @param property the property that a failure is put down to
 */
record CertificateRequest(String path, Map<String, Object> fields, String property) {

    private static final Pattern ISSUE = Pattern.compile("[^/\\s]\\S*/issue/[^/\\s]+");
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");
    private static final Duration LEAST_TTL = Duration.ofMinutes(1);

    static CertificateRequest of(String bundle, Bundle settings) {
        String prefix = prefix(bundle);
        requireProtocols(prefix, settings);
        if (settings.drain().isNegative()) {
            throw wrong(prefix + "drain", settings.drain(), "must not be negative");
        }
        return new CertificateRequest(
                path(prefix, settings), fields(prefix, settings), prefix + (settings.path() == null ? "role" : "path"));
    }

    static String prefix(String bundle) {
        return "leasehold.tls.bundles." + bundle + ".";
    }

    private static String path(String prefix, Bundle settings) {
        String path = settings.path();
        String role = settings.role();
        if (path == null && role == null) {
            throw wrong(prefix + "path", null, "must be given, such as pki_int/issue/web-servers, or mount and role");
        }
        if (path == null) {
            return settings.mount() + "/issue/" + role;
        }
        if (role != null) {
            throw wrong(prefix + "role", role, "must not be given together with path");
        }
        if (!ISSUE.matcher(path).matches()) {
            throw wrong(
                    prefix + "path", path, "must be of the form MOUNT/issue/ROLE, such as pki_int/issue/web-servers");
        }
        return path;
    }

    private static Map<String, Object> fields(String prefix, Bundle settings) {
        Map<String, Object> fields = new LinkedHashMap<>();
        put(fields, "common_name", settings.commonName());
        put(fields, "alt_names", settings.altNames().isEmpty() ? null : String.join(",", settings.altNames()));
        put(fields, "ip_sans", settings.ipSans().isEmpty() ? null : String.join(",", settings.ipSans()));
        Duration ttl = settings.ttl();
        if (ttl != null) {
            if (ttl.compareTo(LEAST_TTL) < 0) {
                throw wrong(prefix + "ttl", ttl, "must be 1 minute or more");
            }
            fields.put("ttl", ttl.toSeconds() + "s");
        }
        FieldNames.fields(settings.parameters()).forEach((name, value) -> {
            if (fields.putIfAbsent(name, value) != null) {
                throw wrong(prefix + "parameters." + name, value, "is given by a property of its own already");
            }
        });
        return fields;
    }

    private static void put(Map<String, Object> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    private static void requireProtocols(String prefix, Bundle settings) {
        for (String each : settings.protocols()) {
            if (!PROTOCOLS.contains(each)) {
                throw wrong(prefix + "protocols", each, "must be of TLSv1.2 and TLSv1.3");
            }
        }
    }

    static InvalidConfigurationPropertyValueException wrong(String property, @Nullable Object value, String reason) {
        return new InvalidConfigurationPropertyValueException(property, value, reason);
    }
}
