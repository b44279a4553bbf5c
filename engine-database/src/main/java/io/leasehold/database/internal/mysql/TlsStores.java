package io.leasehold.database.internal.mysql;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates and the key of a connection in the only form that both drivers take: key store files. A file is readable
 * by its owner alone, its content is encrypted under a random password that is never written, and it is deleted with the
 * connection. Thread-safe.
 */
final class TlsStores implements AutoCloseable {

    /** What every Java runtime reads. */
    static final String TYPE = "PKCS12";

    private static final Logger LOG = LoggerFactory.getLogger(TlsStores.class);
    private static final int PASSWORD_BYTES = 32;

    private final String password = randomPassword();
    private final @Nullable Path trusted;
    private final @Nullable Path own;

    TlsStores(TlsMaterial material) {
        this.trusted = material.trusted().isEmpty() ? null : write(material.trustStore());
        this.own = material.own()
                .map(identity -> write(identity.keyStore(password.toCharArray())))
                .orElse(null);
    }

    /** The file of trusted authorities, if there are any. */
    Optional<Path> trusted() {
        return Optional.ofNullable(trusted);
    }

    /** The file of the administrator's own certificate and key, if there are any. */
    Optional<Path> own() {
        return Optional.ofNullable(own);
    }

    /** What opens the files. */
    String password() {
        return password;
    }

    @Override
    public void close() {
        for (Path file : new Path[] {trusted, own}) {
            if (file != null) {
                delete(file);
            }
        }
    }

    private Path write(KeyStore store) {
        Path file = null;
        try {
            // Readable by its owner alone, on file systems that know owners.
            file = Files.createTempFile("leasehold-", ".p12");
            file.toFile().deleteOnExit();
            try (OutputStream out = Files.newOutputStream(file)) {
                store.store(out, password.toCharArray());
            }
            return file;
        } catch (IOException | GeneralSecurityException failed) {
            if (file != null) {
                delete(file);
            }
            throw new UncheckedIOException(new IOException(
                    "the certificates of the connection cannot be written to a temporary file", failed));
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("The temporary file {} cannot be deleted; its content is encrypted", file, e);
        }
    }

    private static String randomPassword() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }
}
