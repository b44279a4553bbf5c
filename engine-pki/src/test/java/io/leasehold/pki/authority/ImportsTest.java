package io.leasehold.pki.authority;

import static io.leasehold.pki.authority.PkiWorld.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.Secret;
import io.leasehold.error.LeaseholdException;
import io.leasehold.pki.ImportedAuthorities;
import io.leasehold.pki.internal.x509.Pem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportsTest {

    private final PkiWorld world = new PkiWorld();

    @AfterEach
    void close() {
        world.close();
    }

    /** Root, intermediate and both keys, made at another mount. */
    private List<String> authorities() {
        Secret root = world.write("pki/root/generate/exported", "common_name", "R", "key_type", "ec", "ttl", "100h");
        Secret request =
                world.write("pki_int/intermediate/generate/exported", "common_name", "I", "key_type", "ed25519");
        Secret signed = world.write(
                "pki/root/sign-intermediate", "csr", text(request, "csr"), "common_name", "I", "ttl", "50h");
        return List.of(
                text(root, "certificate"),
                text(signed, "certificate"),
                text(root, "private_key"),
                text(request, "private_key"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theOrderOfABundleDoesNotMatterAndNeitherDoesDoingItAgain(long seed) {
        List<String> parts = new ArrayList<>(authorities());
        Collections.shuffle(parts, new Random(seed));
        world.broker.mounts().enable("other", "pki");

        ImportedAuthorities first = world.write(
                        seed % 2 == 0 ? "other/config/ca" : "other/issuers/import/bundle",
                        "pem_bundle",
                        String.join("\n", parts))
                .as(ImportedAuthorities.class);
        assertThat(first.importedIssuers()).hasSize(2);
        assertThat(first.importedKeys()).hasSize(2);
        assertThat(first.mapping().values()).containsExactlyInAnyOrderElementsOf(first.importedKeys());

        Collections.shuffle(parts, new Random(seed + 10));
        ImportedAuthorities again = world.write(
                        "other/issuers/import/bundle",
                        "pem_bundle",
                        "text before\n" + String.join("\nbetween\n", parts))
                .as(ImportedAuthorities.class);
        assertThat(again.importedIssuers()).isEmpty();
        assertThat(again.importedKeys()).isEmpty();
        assertThat(again.existingIssuers()).containsExactlyInAnyOrderElementsOf(first.importedIssuers());
        assertThat(again.existingKeys()).containsExactlyInAnyOrderElementsOf(first.importedKeys());
        assertThat(again.mapping()).isEqualTo(first.mapping());
        assertThat(world.broker.list("other/issuers")).hasSize(2);
        for (String id : first.importedIssuers()) {
            List<String> chain = IntermediatesTest.chain(world.broker.read("other/issuer/" + id));
            PkiWorld.verifyToRoot(PkiWorld.certificates(String.join("\n", chain)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void partsThatComeOneByOneFindEachOther(long seed) {
        List<String> parts = new ArrayList<>(authorities());
        Collections.shuffle(parts, new Random(seed));
        world.broker.mounts().enable("other", "pki");
        parts.forEach(part -> world.write("other/config/ca", "pem_bundle", part));

        for (String id : world.broker.list("other/issuers")) {
            Secret issuer = world.broker.read("other/issuer/" + id);
            assertThat(text(issuer, "key_id")).isNotEmpty();
            PkiWorld.verifyToRoot(PkiWorld.certificates(String.join("\n", IntermediatesTest.chain(issuer))));
        }
        assertThat(text(world.broker.read("other/config/issuers"), "default")).isNotEmpty();
    }

    @Test
    void aKeylessParentIsNotTheDefaultAndSignsNothing() {
        List<String> parts = authorities();
        world.broker.mounts().enable("other", "pki");
        Secret imported = world.write("other/issuers/import/cert", "pem_bundle", parts.get(0));
        assertThat(imported.warnings()).anyMatch(warning -> warning.contains("no default issuer"));
        String id = imported.as(ImportedAuthorities.class).importedIssuers().get(0);

        assertThatThrownBy(() -> world.write("other/issuer/" + id + "/sign-intermediate", "csr", "x"))
                .hasMessageContaining("has no key here");
        Secret chosen = world.write("other/config/issuers", "default", id);
        assertThat(chosen.warnings()).anyMatch(warning -> warning.contains("no key"));
        world.write("other/keys/import", "pem_bundle", parts.get(2), "key_name", "late");
        assertThat(text(world.broker.read("other/issuer/" + id), "key_id"))
                .isEqualTo(text(world.broker.read("other/key/late"), "key_id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"intermediate/set-signed", "issuers/import/cert"})
    void pathsForCertificatesTakeNoKeys(String path) {
        List<String> parts = authorities();
        assertThatThrownBy(() -> world.write("pki/" + path, "pem_bundle", parts.get(0) + "\n" + parts.get(2)))
                .hasMessageContaining("holds a private key")
                .hasMessageNotContaining(parts.get(2).substring(40, 80));
    }

    @Test
    void hostileBundlesAreRefusedAndLeaveNothing() {
        List<String> parts = authorities();
        String root = parts.get(0);
        String body = root.replaceAll("-----[A-Z ]+-----|\n", "");
        byte[] der = Base64.getDecoder().decode(body);
        world.broker.mounts().enable("other", "pki");
        List<String> hostile = new ArrayList<>(List.of(
                "",
                "nothing",
                "-----BEGIN CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----",
                root.substring(0, root.length() / 2),
                root.replace("CERTIFICATE", "X509 CRL"),
                parts.get(2).replace("EC PRIVATE KEY", "PRIVATE KEY"),
                parts.get(2).replace("EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"),
                (root + "\n").repeat(101)));
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            byte[] changed = der.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 + random.nextInt(255));
            hostile.add(Pem.certificate(changed));
        }
        for (int i = 0; i < der.length; i += 17) {
            hostile.add(Pem.certificate(Arrays.copyOf(der, i)));
        }
        for (String text : hostile) {
            try {
                world.write("other/config/ca", "pem_bundle", text);
                // A change in the signature's own parts may leave another root of unknown scheme; it has no key.
                world.broker.list("other/issuers").forEach(id -> {
                    assertThat(text(world.broker.read("other/issuer/" + id), "key_id"))
                            .isEmpty();
                    world.broker.delete("other/issuer/" + id);
                });
            } catch (LeaseholdException refused) {
                assertThat(refused.getMessage()).hasSizeLessThan(600);
            }
            assertThat(world.broker.list("other/issuers")).isEmpty();
        }
    }
}
