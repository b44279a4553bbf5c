package io.leasehold.pki.crash;

import io.leasehold.MountOptions;
import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.key.MasterKey;
import io.leasehold.spi.storage.Storage;
import io.leasehold.store.jdbc.JdbcStorage;
import io.leasehold.testkit.time.ManualScheduler;
import io.leasehold.testkit.time.SettableTime;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The store in which processes are killed: an authority, a request of an intermediate, roles, and certificates. */
final class Scene {

    static final Duration LONG = Duration.ofHours(800);

    private static final MasterKey KEY =
            MasterKey.fromBytes("a key of thirty-two ASCII bytes!".getBytes(StandardCharsets.US_ASCII));

    private Scene() {}

    /**
     * What deeds need.
     *
     * @param signed the intermediate's certificate with its root, in PEM
     * @param foreign a root of elsewhere with its key, in PEM
     * @param victim the serial of a certificate that is not revoked
     * @param revoked the serial of one that is, and perhaps not listed yet
     */
    record Material(String signed, String foreign, String victim, String revoked) {

        @Override
        public String toString() {
            return "Material";
        }
    }

    static Storage open(Path file, SettableTime time) {
        return JdbcStorage.builder().sqliteFile(file).clockOffset(time).open();
    }

    static SecretBroker.Builder broker(Storage storage) {
        return SecretBroker.builder().name("crash").sharedStorage(storage).masterKey(KEY);
    }

    static Material prepare(SecretBroker broker) {
        for (String mount : List.of("pki", "pki_int", "elsewhere")) {
            broker.mounts()
                    .enable(
                            mount,
                            "pki",
                            MountOptions.builder().maxLeaseTtl(LONG).build());
        }
        broker.write(
                "pki/root/generate/internal",
                Map.of("common_name", "First Root", "issuer_name", "first", "key_type", "ec", "ttl", "800h"));
        Map<String, Object> role = Map.of("allow_any_name", true, "key_type", "ec", "max_ttl", "800h");
        for (String mount : List.of("pki", "pki_int")) {
            broker.write(mount + "/roles/web", role);
        }
        broker.write("pki/roles/leased", with(role, "generate_lease"));
        broker.write("pki/roles/compact", with(role, "no_store"));
        String csr = text(
                broker.write(
                        "pki_int/intermediate/generate/internal",
                        Map.of("common_name", "Intermediate", "issuer_name", "below", "key_type", "ec")),
                "csr");
        String signed = text(
                broker.write("pki/root/sign-intermediate", Map.of("csr", csr, "format", "pem_bundle", "ttl", "750h")),
                "certificate");
        String foreign = text(
                broker.write(
                        "elsewhere/root/generate/exported",
                        Map.of("common_name", "Foreign Root", "key_type", "ec", "ttl", "800h", "format", "pem_bundle")),
                "certificate");
        String victim = serial(broker);
        String revoked = serial(broker);
        broker.write("pki/crl/rotate");
        broker.write("pki/revoke", Map.of("serial_number", revoked));
        return new Material(signed, foreign, victim, revoked);
    }

    private static Map<String, Object> with(Map<String, Object> role, String flag) {
        Map<String, Object> more = new java.util.HashMap<>(role);
        more.put(flag, true);
        return more;
    }

    private static String serial(SecretBroker broker) {
        return text(
                broker.write("pki/issue/web", Map.of("common_name", "a.example.com", "ttl", "600h")), "serial_number");
    }

    /** Lets time pass in a dozen hops, after each of which the process does what is due. */
    static void pass(SettableTime time, ManualScheduler scheduler, Duration duration) {
        scheduler.runDue();
        for (int hop = 0; hop < 12; hop++) {
            time.advance(duration.dividedBy(12));
            scheduler.runDue();
        }
    }

    static String text(Secret secret, String field) {
        return String.valueOf(secret.data().getOrDefault(field, ""));
    }

    static Set<String> issuerNames(SecretBroker broker, String mount) {
        return broker.list(mount + "/issuers").stream()
                .map(id -> text(broker.read(mount + "/issuer/" + id), "issuer_name"))
                .collect(Collectors.toSet());
    }
}
