package io.leasehold.pki.crash;

import static io.leasehold.pki.crash.Scene.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.lease.LeaseQuery;
import io.leasehold.pki.PkiDocument;
import io.leasehold.pki.internal.x509.Serials;
import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.storage.Storage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What has to hold after a process was killed and another one has had its time. */
final class Aftermath {

    private final SecretBroker broker;
    private final Storage storage;
    private final String what;

    Aftermath(SecretBroker broker, Storage storage, String what) {
        this.broker = broker;
        this.storage = storage;
        this.what = what;
    }

    /** What holds whatever the process did and however far it came. */
    void check(Scene.Material material) {
        for (String mount : List.of("pki", "pki_int")) {
            authoritiesAreWhole(mount);
        }
        nothingIsLeftThatNobodyUses();
        everyRevocationIsListed(material);
        leasesAndCertificatesAgree();
    }

    private void authoritiesAreWhole(String mount) {
        List<String> ids = broker.list(mount + "/issuers");
        boolean signs = false;
        for (String id : ids) {
            Secret issuer = broker.read(mount + "/issuer/" + id);
            assertThat(text(issuer, "certificate")).as("%s: certificate", what).contains("BEGIN CERTIFICATE");
            if (!text(issuer, "key_id").isEmpty()) {
                signs = true;
                Secret leaf = broker.write(
                        mount + "/issuer/" + id + "/issue/web", Map.of("common_name", "b.example.com", "ttl", "1h"));
                assertThat(text(leaf, "issuing_ca"))
                        .as("%s: signer", what)
                        .isEqualToIgnoringWhitespace(text(issuer, "certificate"));
            }
        }
        String byDefault = text(broker.read(mount + "/config/issuers"), "default");
        if (signs) {
            assertThat(ids).as("%s: default of %s", what, mount).contains(byDefault);
        } else {
            assertThat(byDefault).as("%s: default of %s", what, mount).isEmpty();
        }
    }

    private void nothingIsLeftThatNobodyUses() {
        Set<String> known = new TreeSet<>();
        for (String mount : List.of("pki", "pki_int", "elsewhere")) {
            broker.list(mount + "/keys").forEach(id -> known.add("keys/" + id));
            broker.list(mount + "/issuers").forEach(id -> known.add("issuers/" + id));
        }
        assertThat(stored("keys").collect(Collectors.toSet()))
                .as("%s: keys", what)
                .isSubsetOf(known);
        assertThat(stored("issuers").collect(Collectors.toSet()))
                .as("%s: issuers", what)
                .isSubsetOf(known);
        assertThat(stored("keys").count() + stored("issuers").count())
                .as("%s: keys and issuers", what)
                .isEqualTo(known.size());
    }

    private Stream<String> stored(String folder) {
        return storage.entries().list("", "", 10_000).stream()
                .map(EntryStore.Entry::path)
                .filter(path -> path.contains("/" + folder + "/"))
                .map(path -> path.substring(path.indexOf("/" + folder + "/") + 1));
    }

    private void everyRevocationIsListed(Scene.Material material) {
        byte[] der = Base64.getDecoder()
                .decode(broker.read("pki/crl").as(PkiDocument.class).body());
        Set<String> listed;
        try {
            X509CRL crl = (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
            listed =
                    Optional.<Set<? extends X509CRLEntry>>ofNullable(crl.getRevokedCertificates())
                            .orElse(Set.of())
                            .stream()
                            .map(entry -> Serials.text(entry.getSerialNumber()))
                            .collect(Collectors.toSet());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(what + ": no list", e);
        }
        assertThat(listed)
                .as("%s: listed", what)
                .isEqualTo(Set.copyOf(broker.list("pki/certs/revoked")))
                .contains(material.revoked());
    }

    /** A certificate of a role with leases is revoked, or has a lease; a lease has a certificate. */
    private void leasesAndCertificatesAgree() {
        Set<String> revoked = Set.copyOf(broker.list("pki/certs/revoked"));
        long live = broker.list("pki/certs").stream()
                .filter(serial -> !revoked.contains(serial))
                .filter(this::isLeased)
                .count();
        assertThat(live)
                .as("%s: certificates with a lease", what)
                .isEqualTo(broker.leases().count("pki/"));
        assertThat(storage.leases().query(LeaseQuery.all().limitedTo(100)).rows())
                .as("%s: leases", what)
                .hasSize((int) live);
    }

    private boolean isLeased(String serial) {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(text(broker.read("pki/cert/" + serial), "certificate")
                            .getBytes(StandardCharsets.US_ASCII)))
                    .toString()
                    .contains("new.example.com");
        } catch (GeneralSecurityException e) {
            throw new AssertionError(what + ": no certificate", e);
        }
    }
}
