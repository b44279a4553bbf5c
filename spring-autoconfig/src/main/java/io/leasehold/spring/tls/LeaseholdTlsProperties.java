package io.leasehold.spring.tls;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * SSL bundles from the PKI engine.
 *
 * @param bundles The bundles by the name that server.ssl.bundle and clients know them by. None by default.
 */
@ConfigurationProperties("leasehold.tls")
public record LeaseholdTlsProperties(@DefaultValue Map<String, Bundle> bundles) {

    /**
     * One bundle.
     *
     * @param path Where the certificate is issued, such as pki_int/issue/web-servers. Instead of mount and role.
     * @param mount Mount of the PKI engine, used together with role. Default pki.
     * @param role Role that issues the certificate. Instead of path.
     * @param commonName Common name of the certificate, such as api.internal.example.com. The role decides which names it allows. None by default.
     * @param altNames Further DNS names and e-mail addresses. None by default.
     * @param ipSans IP addresses. None by default.
     * @param ttl Life of each certificate; a number without a unit is seconds. At least 1 minute. Default is what the role says. It is replaced at two thirds of it.
     * @param parameters Further fields of the request such as uri-sans or exclude-cn-from-sans. None by default.
     * @param trust Which peers are trusted.
     * @param protocols TLS versions, of TLSv1.2 and TLSv1.3. Default is what server and client have enabled.
     * @param ciphers Cipher suites by their names in Java. Default is what server and client have enabled.
     * @param drain How long the lease of a replaced certificate is kept, where it has one; a number without a unit is seconds. At least 0. Default 1 minute.
     */
    @ConfigurationPropertiesSource
    public record Bundle(
            @Nullable String path,
            @DefaultValue("pki") String mount,
            @Nullable String role,
            @Nullable String commonName,
            @DefaultValue List<String> altNames,
            @DefaultValue List<String> ipSans,
            @DurationUnit(ChronoUnit.SECONDS) @Nullable Duration ttl,
            @DefaultValue Map<String, String> parameters,
            @DefaultValue Trust trust,
            @DefaultValue Set<String> protocols,
            @DefaultValue Set<String> ciphers,

            @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("60s")
            Duration drain) {}

    /**
     * Which peers are trusted. What is said adds up.
     *
     * @param chain Which CA of the own chain is trusted: root, issuer, or none. Default is root, and none when certificates, path or defaults are given.
     * @param certificates Further CAs, as PEM or as locations of PEM files such as classpath:partners.pem. None by default.
     * @param path A path that answers CAs, such as pki/cert/ca_chain; it is read again every 30 seconds. None by default.
     * @param defaults Whether what the JVM trusts is trusted too. Default false.
     */
    public record Trust(
            @Nullable Chain chain,
            @DefaultValue List<String> certificates,
            @Nullable String path,
            @DefaultValue("false") boolean defaults) {}

    /** Which CA of the own chain is trusted. */
    public enum Chain {

        /** The uppermost. */
        ROOT,

        /** The one that signed the own certificate, and no other under the same root. */
        ISSUER,

        /** None. */
        NONE
    }
}
