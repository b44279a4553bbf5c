package io.leasehold.pki.authority;

import static io.leasehold.pki.authority.PkiWorld.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.Secret;
import io.leasehold.pki.ImportedAuthorities;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made here is read by OpenSSL, and what OpenSSL makes is taken here. */
class AuthoritiesOnOpensslIT {

    @TempDir
    private Path folder;

    private final PkiWorld world = new PkiWorld();
    private OpenSsl openssl;

    @BeforeEach
    void find() throws Exception {
        openssl = new OpenSsl(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest
    @CsvSource({"ec,224", "ec,256", "ec,384", "ec,521", "ed25519,0", "rsa,2048", "rsa,3072"})
    void aChainOfEveryKindOfKeyVerifies(String type, int bits) throws Exception {
        Secret root = world.root("A", "key_type", type, "key_bits", bits, "max_path_length", 2);
        Secret request = world.write(
                "pki_int/intermediate/generate/exported", "common_name", "I", "key_type", type, "key_bits", bits);
        openssl.write("int.csr", text(request, "csr"));
        assertThat(openssl.run("req", "-in", "int.csr", "-verify", "-noout")).containsIgnoringCase("verify OK");
        Secret signed = world.write("pki/root/sign-intermediate", "csr", text(request, "csr"), "ttl", "24h");
        openssl.write("root.pem", text(root, "certificate"));
        openssl.write("int.pem", text(signed, "certificate"));
        openssl.write("int.key", text(request, "private_key"));

        assertThat(openssl.run("verify", "-x509_strict", "-check_ss_sig", "-CAfile", "root.pem", "root.pem", "int.pem"))
                .contains("root.pem: OK", "int.pem: OK");
        assertThat(openssl.run("x509", "-in", "int.pem", "-noout", "-text"))
                .contains("CA:TRUE, pathlen:1", "Certificate Sign, CRL Sign", "Version: 3");
        assertThat(openssl.run("pkey", "-in", "int.key", "-pubout"))
                .isEqualTo(openssl.run("x509", "-in", "int.pem", "-noout", "-pubkey"));
    }

    @Test
    void signaturesWithPssVerify() throws Exception {
        Secret root = world.root("A", "key_type", "rsa", "use_pss", true, "signature_bits", 512);
        openssl.write("root.pem", text(root, "certificate"));
        assertThat(openssl.run("verify", "-check_ss_sig", "-CAfile", "root.pem", "root.pem"))
                .contains("OK");
        assertThat(openssl.run("x509", "-in", "root.pem", "-noout", "-text")).contains("rsassaPss", "sha512");
    }

    @Test
    void constraintsOfNamesAreKeptByOpenssl() throws Exception {
        Secret root = world.root("A", "permitted_dns_domains", "example.com");
        openssl.write("root.pem", text(root, "certificate"));
        request("subjectAltName=DNS:ca.example.com");
        Secret signed = world.write("pki/root/sign-intermediate", "csr", openssl.read("i.csr"), "use_csr_values", true);
        openssl.write("i.pem", text(signed, "certificate"));

        assertThat(openssl.run("verify", "-x509_strict", "-CAfile", "root.pem", "i.pem"))
                .contains("OK");
        openssl.run(
                "req",
                "-new",
                "-key",
                "i.key",
                "-out",
                "bad.csr",
                "-subj",
                "/CN=I",
                "-addext",
                "subjectAltName=DNS:ca.other.org");
        assertThatThrownBy(() -> world.write(
                        "pki/root/sign-intermediate", "csr", openssl.read("bad.csr"), "use_csr_values", true))
                .hasMessageContaining("name constraints");
    }

    @Test
    void aRequestGivesItselfNoRightToAnswerForItsSigner() throws Exception {
        world.root("A");
        request("extendedKeyUsage=serverAuth,OCSPSigning", "noCheck=ignored");
        Secret signed = world.write("pki/root/sign-intermediate", "csr", openssl.read("i.csr"), "use_csr_values", true);
        openssl.write("i.pem", text(signed, "certificate"));

        assertThat(openssl.run("x509", "-in", "i.pem", "-noout", "-text"))
                .contains("TLS Web Server Authentication")
                .doesNotContain("OCSP Signing", "OCSP No Check");
        assertThat(signed.warnings())
                .anyMatch(warning -> warning.contains("OCSPSigning"))
                .anyMatch(warning -> warning.contains("1.3.6.1.5.5.7.48.1.5"));

        Secret granted = world.write(
                "pki/root/sign-intermediate",
                "csr",
                openssl.read("i.csr"),
                "use_csr_values",
                true,
                "ext_key_usage",
                "OCSPSigning");
        openssl.write("granted.pem", text(granted, "certificate"));
        assertThat(openssl.run("x509", "-in", "granted.pem", "-noout", "-text")).contains("OCSP Signing");
    }

    @ParameterizedTest
    @CsvSource({"ec,ec_paramgen_curve:P-384", "rsa,rsa_keygen_bits:2048", "ed25519,"})
    void anAuthorityOfOpensslIsImportedAndSigns(String type, String option) throws Exception {
        if (option == null) {
            openssl.run("genpkey", "-algorithm", type, "-out", "ca.key");
        } else {
            openssl.run("genpkey", "-algorithm", type, "-pkeyopt", option, "-out", "ca.key");
        }
        openssl.run(
                "req",
                "-new",
                "-x509",
                "-key",
                "ca.key",
                "-out",
                "ca.pem",
                "-days",
                "30",
                "-subj",
                "/O=There/CN=Root",
                "-addext",
                "keyUsage=critical,keyCertSign");
        ImportedAuthorities imported = world.write(
                        "pki/config/ca", "pem_bundle", openssl.read("ca.pem") + openssl.read("ca.key"))
                .as(ImportedAuthorities.class);
        assertThat(imported.importedKeys()).hasSize(1);
        String id = imported.importedIssuers().get(0);
        assertThat(world.broker.read("pki/issuer/" + id).data().get("usage"))
                .as("the certificate lacks cRLSign")
                .isEqualTo(List.of("read-only", "issuing-certificates", "ocsp-signing"));
        assertThatThrownBy(() -> world.write("pki/issuer/" + id, "usage", "crl-signing"))
                .hasMessageContaining("cRLSign");

        world.write("pki/issuer/" + id, "issuer_name", "there");
        String csr = text(
                world.write("pki_int/intermediate/generate/internal", "common_name", "I", "key_type", "ec"), "csr");
        openssl.write(
                "int.pem",
                text(
                        world.write("pki/root/sign-intermediate", "csr", csr, "issuer_ref", "there", "ttl", "24h"),
                        "certificate"));
        assertThat(openssl.run("verify", "-x509_strict", "-CAfile", "ca.pem", "int.pem"))
                .contains("OK");
    }

    @Test
    void aRequestIsSignedByOpensslAndComesBack() throws Exception {
        openssl.run(
                "req",
                "-new",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                "ca.key",
                "-out",
                "ca.pem",
                "-days",
                "30",
                "-subj",
                "/CN=Offline");
        openssl.write(
                "int.csr",
                text(
                        world.write(
                                "pki_int/intermediate/generate/internal",
                                "common_name",
                                "I",
                                "key_type",
                                "ec",
                                "issuer_name",
                                "int",
                                "add_basic_constraints",
                                true),
                        "csr"));
        openssl.run(
                "x509",
                "-req",
                "-in",
                "int.csr",
                "-CA",
                "ca.pem",
                "-CAkey",
                "ca.key",
                "-CAcreateserial",
                "-days",
                "20",
                "-copy_extensions",
                "copy",
                "-out",
                "int.pem");
        world.write("pki_int/intermediate/set-signed", "certificate", openssl.read("int.pem") + openssl.read("ca.pem"));

        Secret issuer = world.broker.read("pki_int/issuer/int");
        assertThat(IntermediatesTest.chain(issuer)).hasSize(2);
        openssl.write("chain.pem", text(world.broker.read("pki_int/ca_chain"), "body"));
        assertThat(openssl.run("verify", "-CAfile", "ca.pem", "-untrusted", "chain.pem", "chain.pem"))
                .contains("OK");
    }

    /** Makes i.key, and i.csr with extensions. */
    private void request(String... extensions) throws Exception {
        List<String> command = new ArrayList<>(List.of("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"));
        command.addAll(List.of("-nodes", "-keyout", "i.key", "-out", "i.csr", "-subj", "/CN=I"));
        for (String each : extensions) {
            command.addAll(List.of("-addext", each));
        }
        openssl.run(command.toArray(String[]::new));
    }
}
