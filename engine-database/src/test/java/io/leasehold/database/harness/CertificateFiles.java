package io.leasehold.database.harness;

import io.leasehold.database.CertificateCredentials;
import io.leasehold.database.internal.tls.PemText;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Properties;

/** A certificate and its key in the files that drivers read. */
public final class CertificateFiles {

    private static final String PASSWORD = "of a file of the test";

    private final Path folder;
    private final Path authority;

    /** Writes to a folder; servers are to have certificates of an authority, given as a PEM file. */
    public CertificateFiles(Path folder, Path authority) {
        this.folder = folder;
        this.authority = authority;
    }

    /** What the driver of PostgreSQL logs in with. */
    public Properties postgresql(CertificateCredentials login) {
        Properties properties = user(login);
        properties.setProperty("sslmode", "verify-ca");
        properties.setProperty("sslrootcert", authority.toString());
        // The driver reads a key of PKCS #12 by its name.
        properties.setProperty("sslkey", store(login).toString());
        properties.setProperty("sslpassword", PASSWORD);
        return properties;
    }

    /** What MariaDB's driver logs in with. */
    public Properties mariaDb(CertificateCredentials login) {
        Properties properties = user(login);
        properties.setProperty("sslMode", "verify-ca");
        properties.setProperty("serverSslCert", authority.toString());
        properties.setProperty("keyStore", store(login).toString());
        properties.setProperty("keyStoreType", "PKCS12");
        properties.setProperty("keyStorePassword", PASSWORD);
        return properties;
    }

    /** What MySQL's driver logs in with. */
    public Properties mySql(CertificateCredentials login) {
        Properties properties = user(login);
        properties.setProperty("sslMode", "REQUIRED");
        properties.setProperty(
                "clientCertificateKeyStoreUrl", store(login).toUri().toString());
        properties.setProperty("clientCertificateKeyStoreType", "PKCS12");
        properties.setProperty("clientCertificateKeyStorePassword", PASSWORD);
        return properties;
    }

    private static Properties user(CertificateCredentials login) {
        Properties properties = new Properties();
        properties.setProperty("user", login.username());
        return properties;
    }

    private Path store(CertificateCredentials login) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "user",
                    PemText.key("private_key", login.privateKey()),
                    PASSWORD.toCharArray(),
                    PemText.certificates("client_certificate", login.clientCertificate())
                            .toArray(Certificate[]::new));
            Path file = Files.createTempFile(folder, "client-", ".p12");
            try (OutputStream out = Files.newOutputStream(file)) {
                store.store(out, PASSWORD.toCharArray());
            }
            return file;
        } catch (Exception e) {
            throw new IllegalStateException("the certificate of the test cannot be written", e);
        }
    }
}
