package io.leasehold.database.internal.config;

import io.leasehold.database.DatabaseConnection;
import io.leasehold.database.spi.ConnectionSettings;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.rotation.RotationSchedule;
import io.leasehold.secret.SecretText;
import io.leasehold.spi.engine.Fields;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a field of a connection means when it was not sent. */
public final class ConnectionDefaults {

    private static final int OPEN = 4;

    /** Stands for the login where each account has its own. */
    private static final String NOBODY = "self-managed";

    private ConnectionDefaults() {}

    public static String pluginName(DatabaseConnection connection) {
        return text("plugin_name", "empty plugin name", connection.pluginName());
    }

    public static boolean verify(DatabaseConnection connection) {
        Boolean verify = connection.verifyConnection();
        return verify == null || verify;
    }

    public static List<String> allowedRoles(DatabaseConnection connection) {
        List<String> roles = connection.allowedRoles();
        return roles == null ? List.of() : roles;
    }

    public static List<String> rootRotationStatements(DatabaseConnection connection) {
        List<String> statements = connection.rootRotationStatements();
        return statements == null ? List.of() : statements;
    }

    /** Whether there is no administrator: accounts change their own passwords. */
    public static boolean isSelfManaged(DatabaseConnection connection) {
        return Boolean.TRUE.equals(connection.selfManaged());
    }

    /** The settings of a connection without an administrator, with the login of one of its accounts; for one user at a time. */
    public static DatabaseConnection withLogin(DatabaseConnection connection, String username, String password) {
        Map<String, Object> fields = new LinkedHashMap<>(Fields.of(connection));
        fields.remove("self_managed");
        fields.put("username", username);
        fields.put("password", password);
        fields.put("max_open_connections", 1);
        return Fields.bind(fields, DatabaseConnection.class);
    }

    /** When the administrator's password is rotated by itself. */
    public static RotationSchedule rotationSchedule(DatabaseConnection connection) {
        return RotationSchedule.of(
                connection.rotationPeriod(), connection.rotationSchedule(), connection.rotationWindow());
    }

    public static boolean rotationPaused(DatabaseConnection connection) {
        return Boolean.TRUE.equals(connection.disableAutomatedRotation());
    }

    public static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    static Map<String, Object> pluginFields(DatabaseConnection connection) {
        Map<String, Object> fields = connection.pluginFields();
        return fields == null ? Map.of() : fields;
    }

    public static ConnectionSettings settings(DatabaseConnection connection) {
        int open = open(connection);
        // Products know no connection without a login, and this one is never used: see AdminLogins.
        String username = isSelfManaged(connection) ? NOBODY : orEmpty(connection.username());
        String password = isSelfManaged(connection) ? NOBODY : orEmpty(connection.password());
        Duration lifetime = connection.maxConnectionLifetime();
        return new ConnectionSettings(
                orEmpty(connection.connectionUrl()),
                username.isEmpty() ? null : username,
                password.isEmpty() ? null : SecretText.of(password),
                open,
                idle(connection, open),
                lifetime == null ? Duration.ZERO : lifetime,
                pluginFields(connection));
    }

    private static int open(DatabaseConnection connection) {
        Integer open = connection.maxOpenConnections();
        if (open == null || open == 0) {
            return OPEN;
        }
        if (open < 0) {
            throw new InvalidRequestException(
                    "max_open_connections", open + " is negative; give 1 or more, or 0 for " + OPEN);
        }
        return open;
    }

    private static int idle(DatabaseConnection connection, int open) {
        Integer idle = connection.maxIdleConnections();
        return idle == null || idle == 0 ? open : Math.max(0, Math.min(idle, open));
    }

    private static String text(String field, String problem, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw new InvalidRequestException(field, problem);
        }
        return value;
    }
}
