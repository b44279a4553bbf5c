package io.leasehold.testkit.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A certificate authority and a server certificate for {@code localhost} and {@code 127.0.0.1}, as PEM files. Made by the
 * JDK's own {@code keytool}, so nothing has to be installed.
 *
 * @param authority the authority's certificate
 * @param authorityKey the authority's private key (PKCS #8), readable by its owner alone
 * @param server the server's certificate
 * @param serverKey the server's private key (PKCS #8), readable by its owner alone
 */
record TestCertificates(Path authority, Path authorityKey, Path server, Path serverKey) {

    private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    static TestCertificates make(Path folder) {
        return make(folder, "dns:localhost,ip:127.0.0.1");
    }

    /** The same with other names in the server's certificate, such as {@code dns:localhost}. */
    static TestCertificates make(Path folder, String names) {
        try {
            Files.createDirectory(folder);
            String password = Passwords.random();
            Path store = folder.resolve("keys.p12");
            keytool(
                    store,
                    password,
                    "authority",
                    "-dname",
                    "CN=Leasehold test authority,O=Leasehold",
                    "-ext",
                    "bc:critical=ca:true");
            keytool(
                    store,
                    password,
                    "server",
                    "-dname",
                    "CN=localhost",
                    "-signer",
                    "authority",
                    "-ext",
                    "san=" + names);
            TestCertificates made = export(store, password.toCharArray(), folder);
            Files.delete(store);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write certificates", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot read what keytool made", e);
        }
    }

    private static void keytool(Path store, String password, String alias, String... more) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass:env",
                "STORE_PASSWORD",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "30"));
        command.addAll(List.of(more));
        Commands.run(command, store.resolveSibling("."), Map.of("STORE_PASSWORD", password));
    }

    private static TestCertificates export(Path file, char[] password, Path folder)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream content = Files.newInputStream(file)) {
            store.load(content, password);
        }
        return new TestCertificates(
                write(
                        folder.resolve("ca.crt"),
                        "CERTIFICATE",
                        store.getCertificate("authority").getEncoded()),
                key(folder.resolve("ca.key"), store.getKey("authority", password)),
                write(
                        folder.resolve("server.crt"),
                        "CERTIFICATE",
                        store.getCertificate("server").getEncoded()),
                key(folder.resolve("server.key"), store.getKey("server", password)));
    }

    private static Path key(Path file, Key key) throws IOException {
        write(file, "PRIVATE KEY", key.getEncoded());
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static Path write(Path file, String label, byte[] der) throws IOException {
        return Files.writeString(
                file,
                "-----BEGIN " + label + "-----\n" + PEM.encodeToString(der) + "\n-----END " + label + "-----\n",
                StandardCharsets.US_ASCII);
    }
}
