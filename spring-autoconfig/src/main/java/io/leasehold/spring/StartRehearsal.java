package io.leasehold.spring;

import io.leasehold.SecretBroker;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.util.ClassUtils;

/**
 * Does in the background, while Spring reads the application's configuration, once what the first lease takes longest for in a
 * process that has just begun: unpacking SQLite's native library, loading a broker's classes and ciphers. Nothing of it is kept,
 * and what fails here fails again, and is told, where it is needed.
 *
 * <p>Spring Boot runs it once per process, unless there is one processor only or {@code spring.backgroundpreinitializer.ignore} is set.
 */
final class StartRehearsal implements BackgroundPreinitializer {

    private static final String SQLITE = "org.sqlite.JDBC";

    /** For the loader of factories. */
    StartRehearsal() {}

    @Override
    public void preinitialize() throws SQLException, GeneralSecurityException {
        if (ClassUtils.isPresent(SQLITE, null)) {
            openSqlite();
        }
        SecretBroker.builder().build().close();
        deriveKey();
    }

    private static void openSqlite() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        }
    }

    /** One round: for the classes only. */
    private static void deriveKey() throws GeneralSecurityException {
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec("rehearsal".toCharArray(), new byte[16], 1, 256));
    }
}
