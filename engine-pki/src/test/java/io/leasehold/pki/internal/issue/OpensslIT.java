package io.leasehold.pki.internal.issue;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.pki.IssuedCertificate;
import io.leasehold.pki.internal.crypto.FastProviders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates as OpenSSL sees them, and requests for signing as it makes them. */
class OpensslIT {

    private final IssueWorld world = new IssueWorld(FastProviders.best(), storage -> storage);

    @TempDir
    private Path folder;

    private String openssl = "";

    @BeforeEach
    void program() throws IOException {
        openssl = Programs.find("openssl", "LEASEHOLD_OPENSSL").toString();
        world.issuer("below", TestIssuers.shape().below("default").key("ec", 384));
        write("root.pem", world.issuer("default").certificate().pem());
        write("below.pem", world.issuer("below").certificate().pem());
        world.role(
                "web",
                Map.of(
                        "allowed_domains", "example.com",
                        "allow_subdomains", true,
                        "key_type", "any",
                        "issuer_ref", "below"));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text + "\n");
    }

    private String run(String... arguments) {
        List<String> command = new java.util.ArrayList<>(List.of(openssl));
        command.addAll(List.of(arguments));
        Programs.Answer answer = Programs.run(folder, command);
        assertThat(answer.status()).as("%s: %s", command, answer.text()).isZero();
        return answer.text();
    }

    @Test
    void issuedCertificatesVerifyAndTheirKeysAreRead() throws IOException {
        for (String type : List.of("ec", "ed25519", "rsa")) {
            for (String format : List.of("der", "pkcs8")) {
                IssuedCertificate issued = world.issue(
                        "web",
                        Map.of(
                                "common_name", "a.example.com",
                                "key_type", type,
                                "private_key_format", format,
                                "alt_names", "b.example.com",
                                "ip_sans", "10.0.0.1"));
                write("leaf.pem", issued.certificate());
                write("key.pem", issued.privateKey());
                assertThat(run(
                                "verify",
                                "-x509_strict",
                                "-purpose",
                                "sslserver",
                                "-verify_hostname",
                                "b.example.com",
                                "-CAfile",
                                "root.pem",
                                "-untrusted",
                                "below.pem",
                                "leaf.pem"))
                        .contains("leaf.pem: OK");
                assertThat(run("x509", "-in", "leaf.pem", "-text", "-noout"))
                        .contains("DNS:a.example.com, DNS:b.example.com, IP Address:10.0.0.1")
                        .contains("CN = a.example.com");
                assertThat(run("x509", "-in", "leaf.pem", "-pubkey", "-noout"))
                        .isEqualTo(run("pkey", "-in", "key.pem", "-pubout"));
            }
        }
    }

    @Test
    void requestsForSigningOfOpensslAreSigned() throws IOException {
        for (List<String> key : List.of(
                List.of("ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
                List.of("rsa", "-pkeyopt", "rsa_keygen_bits:2048"),
                List.of("ed25519"))) {
            List<String> command = new java.util.ArrayList<>(
                    List.of("req", "-new", "-nodes", "-keyout", "key.pem", "-out", "csr.pem", "-newkey"));
            command.addAll(key);
            command.addAll(List.of("-subj", "/CN=a.example.com", "-addext", "subjectAltName=DNS:b.example.com"));
            run(command.toArray(String[]::new));
            String csr = Files.readString(folder.resolve("csr.pem"));
            for (String path : List.of("sign/web", "issuer/below/sign-verbatim")) {
                write(
                        "leaf.pem",
                        world.write(path, Map.of("csr", csr))
                                .as(IssuedCertificate.class)
                                .certificate());
                assertThat(run("verify", "-x509_strict", "-CAfile", "root.pem", "-untrusted", "below.pem", "leaf.pem"))
                        .contains("OK");
                assertThat(run("x509", "-in", "leaf.pem", "-pubkey", "-noout"))
                        .isEqualTo(run("pkey", "-in", "key.pem", "-pubout"));
            }
        }
    }
}
