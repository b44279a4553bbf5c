package io.leasehold.pki.revoking;

import static io.leasehold.pki.revoking.RevokingWorld.MOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.pki.PkiDocument;
import io.leasehold.pki.internal.crypto.KeyKind;
import io.leasehold.pki.internal.issuer.AccessUrls;
import io.leasehold.pki.internal.x509.Serials;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lists and answers as the {@code openssl} and {@code curl} programs see them. */
class OpensslIT {

    @TempDir
    Path folder;

    private final RevokingWorld world = RevokingWorld.ready();
    private final Server server = Server.of(world);

    @BeforeEach
    void isThere() {
        Programs.run(folder, "openssl", "version");
    }

    @AfterEach
    void close() {
        server.close();
        world.close();
    }

    static Stream<KeyKind> kinds() {
        return Stream.of(
                KeyKind.of("rsa", 2048), KeyKind.of("ec", 256), KeyKind.of("ec", 384), KeyKind.of("ed25519", 0));
    }

    private Authority authority(KeyKind kind, boolean pss) {
        Authority made = Authority.make(
                "Served",
                kind,
                pss,
                null,
                world.now(),
                new AccessUrls(
                        List.of(),
                        List.of(server.url("/v1/pki/issuer/served/crl/der")),
                        List.of(server.url("/v1/pki/issuer/served/crl/delta/der")),
                        List.of(server.url("/v1/pki/ocsp"))));
        world.issuers.add(made);
        return made;
    }

    private String write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text + "\n");
            return name;
        } catch (IOException e) {
            throw new AssertionError("cannot write", e);
        }
    }

    private String document(String path) {
        return world.broker().read(MOUNT + "/" + path).as(PkiDocument.class).body();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void opensslReadsTheListAndHeedsIt(KeyKind kind) {
        Authority authority = authority(kind, false);
        Authority.Leaf good = world.issue(authority, Duration.ofHours(1));
        Authority.Leaf bad = world.issue(authority, Duration.ofHours(1));
        world.broker().write(MOUNT + "/revoke", Map.of("certificate", bad.pem(), "reason", "keyCompromise"));
        world.settle();
        write("ca.pem", authority.issuer.certificate().pem());
        write("good.pem", good.pem());
        write("bad.pem", bad.pem());
        write("crl.pem", document("issuer/served/crl/pem"));

        Programs.Result read =
                Programs.run(folder, "openssl", "crl", "-in", "crl.pem", "-noout", "-text", "-CAfile", "ca.pem");
        String time = Long.toString(world.now().getEpochSecond());
        Programs.Result ofGood = verify("good.pem", "-attime", time);
        Programs.Result ofBad = verify("bad.pem", "-attime", time);

        assertThat(read.text())
                .contains("verify OK")
                .contains("Version 2")
                .contains("X509v3 CRL Number")
                .contains("X509v3 Authority Key Identifier")
                .contains("Key Compromise")
                .containsIgnoringCase(bad.serial().replace(":", "").toUpperCase(Locale.ROOT));
        assertThat(ofGood.text()).contains("good.pem: OK");
        assertThat(ofBad.status()).isNotZero();
        assertThat(ofBad.text()).contains("certificate revoked");
    }

    private Programs.Result verify(String leaf, String... more) {
        Stream<String> command =
                Stream.of("openssl", "verify", "-CAfile", "ca.pem", "-CRLfile", "crl.pem", "-crl_check");
        return Programs.run(
                folder,
                Stream.of(command, Stream.of(more), Stream.of(leaf))
                        .flatMap(part -> part)
                        .toArray(String[]::new));
    }

    @Test
    void opensslHeedsADelta() throws IOException {
        Authority authority = authority(KeyKind.of("ec", 256), false);
        world.crlConfig("auto_rebuild", true, "enable_delta", true, "delta_rebuild_interval", "1m");
        world.settle();
        Authority.Leaf good = world.issue(authority, Duration.ofHours(1));
        Authority.Leaf bad = world.issue(authority, Duration.ofHours(1));
        String full = document("issuer/served/crl/pem");
        world.pass(Duration.ofMinutes(1), 4);
        world.revoke(bad);
        world.pass(Duration.ofMinutes(1), 10);
        String time = Long.toString(world.now().getEpochSecond());
        write("ca.pem", authority.issuer.certificate().pem());
        write("good.pem", good.pem());
        write("bad.pem", bad.pem());
        write("crl.pem", full);
        Programs.Result withoutDelta = verify("bad.pem", "-attime", time);
        String delta = document("issuer/served/crl/delta/pem");
        write("delta.pem", delta);
        write("crl.pem", full + "\n" + delta);

        assertThat(Programs.run(folder, "openssl", "crl", "-in", "delta.pem", "-noout", "-text", "-CAfile", "ca.pem")
                        .text())
                .contains("verify OK")
                .contains("X509v3 Delta CRL Indicator: critical");
        assertThat(withoutDelta.text()).contains("bad.pem: OK");
        assertThat(verify("bad.pem", "-use_deltas", "-extended_crl", "-attime", time)
                        .text())
                .contains("certificate revoked");
        assertThat(verify("good.pem", "-use_deltas", "-extended_crl", "-attime", time)
                        .text())
                .contains("good.pem: OK");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void opensslAsksOverHttp(KeyKind kind) {
        asks(authority(kind, false));
    }

    @Test
    void opensslAsksAnAuthorityThatSignsWithPss() {
        asks(authority(KeyKind.of("rsa", 2048), true));
    }

    private void asks(Authority authority) {
        Authority.Leaf good = world.issue(authority, Duration.ofHours(1));
        Authority.Leaf bad = world.issue(authority, Duration.ofHours(1));
        world.broker().write(MOUNT + "/revoke", Map.of("certificate", bad.pem(), "reason", "superseded"));
        write("ca.pem", authority.issuer.certificate().pem());
        write("good.pem", good.pem());
        write("bad.pem", bad.pem());

        Programs.Result ofGood = ask("-sha1", "-cert", "good.pem");
        Programs.Result ofBad = ask("-sha256", "-cert", "bad.pem");
        Programs.Result ofNobody = ask(
                "-sha512",
                "-serial",
                "0x" + Serials.path(BigInteger.valueOf(424242)).replace("-", ""));

        assertThat(ofGood.text())
                .contains("Response verify OK")
                .contains("good.pem: good")
                .doesNotContain("WARNING");
        assertThat(ofBad.text())
                .contains("Response verify OK")
                .contains("bad.pem: revoked")
                .contains("Reason: superseded");
        assertThat(ofNobody.text()).contains("Response verify OK").contains(": unknown");
    }

    /** With a nonce, which openssl compares. */
    private Programs.Result ask(String hash, String what, String which) {
        return Programs.run(
                folder,
                "openssl",
                "ocsp",
                "-issuer",
                "ca.pem",
                hash,
                what,
                which,
                "-CAfile",
                "ca.pem",
                "-nonce",
                "-url",
                server.url("/v1/pki/ocsp"));
    }

    @Test
    void curlGetsWhatOpensslReads() throws IOException {
        Authority.Leaf leaf = world.issue(world.root, Duration.ofHours(1));
        write("ca.pem", world.root.issuer.certificate().pem());
        String question = URLEncoder.encode(
                Base64.getEncoder()
                        .encodeToString(OcspQuestions.about(
                                world.root.issuer.certificate(),
                                leaf.certificate().serial())),
                StandardCharsets.UTF_8);

        Programs.run(folder, "curl", "-sSf", "-o", "crl.der", server.url("/v1/pki/crl"));
        Programs.run(folder, "curl", "-sSf", "-o", "ca.der", server.url("/v1/pki/ca"));
        Programs.run(folder, "curl", "-sSf", "-o", "answer.der", server.url("/v1/pki/ocsp/" + question));
        Programs.Result again = Programs.run(
                folder,
                "curl",
                "-sS",
                "-o",
                "none",
                "-w",
                "%{http_code}",
                "-H",
                "If-Modified-Since: " + lastModified(),
                server.url("/v1/pki/crl"));

        assertThat(Programs.run(
                                folder, "openssl", "crl", "-inform", "DER", "-in", "crl.der", "-noout", "-CAfile",
                                "ca.pem")
                        .text())
                .contains("verify OK");
        assertThat(Programs.run(folder, "openssl", "x509", "-inform", "DER", "-in", "ca.der", "-noout", "-subject")
                        .text())
                .contains("Root");
        assertThat(Programs.run(
                                folder,
                                "openssl",
                                "ocsp",
                                "-respin",
                                "answer.der",
                                "-CAfile",
                                "ca.pem",
                                "-issuer",
                                "ca.pem",
                                "-resp_text")
                        .text())
                .contains("Response verify OK")
                .contains("Cert Status: good");
        assertThat(again.text()).endsWith("304");
    }

    private String lastModified() {
        String headers =
                Programs.run(folder, "curl", "-sSI", server.url("/v1/pki/crl")).text();
        return headers.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("last-modified:"))
                .map(line -> line.substring("last-modified:".length()).strip())
                .findFirst()
                .orElseThrow();
    }
}
