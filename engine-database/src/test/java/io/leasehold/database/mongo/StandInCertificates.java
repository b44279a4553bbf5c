package io.leasehold.database.mongo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority, and certificates of it for servers and clients, made by the JDK's own keytool. */
public final class StandInCertificates {

    private static final char[] PASSWORD = "in-a-temporary-folder".toCharArray();

    private final Path folder;

    public StandInCertificates(Path folder) throws IOException {
        this.folder = folder;
        keytool("authority", "-dname", "CN=Authority", "-ext", "bc:critical=ca:true");
    }

    /** A server's side of TLS, with a certificate for names such as {@code dns:localhost,ip:127.0.0.1}. */
    public SSLContext server(String alias, String names) throws IOException, GeneralSecurityException {
        keytool(alias, "-dname", "CN=" + alias, "-signer", "authority", "-ext", "san=" + names);
        KeyStore all = load();
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry(alias, all.getKey(alias, PASSWORD), PASSWORD, all.getCertificateChain(alias));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", all.getCertificate("authority"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** The authority's certificate as PEM. */
    public String authority() throws IOException, GeneralSecurityException {
        return pem("CERTIFICATE", load().getCertificate("authority").getEncoded());
    }

    /** A client's certificate and key as PEM. */
    public String client(String alias) throws IOException, GeneralSecurityException {
        keytool(alias, "-dname", "CN=" + alias, "-signer", "authority");
        KeyStore store = load();
        return pem("CERTIFICATE", store.getCertificate(alias).getEncoded())
                + pem("PRIVATE KEY", store.getKey(alias, PASSWORD).getEncoded());
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream content = Files.newInputStream(folder.resolve("keys.p12"))) {
            store.load(content, PASSWORD);
        }
        return store;
    }

    private void keytool(String alias, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                folder.resolve("keys.p12").toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1"));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(printed);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }
}
