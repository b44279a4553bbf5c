package io.leasehold.database.internal.staticrole;

import io.leasehold.database.DatabaseStaticRole;
import io.leasehold.database.internal.config.NewPasswords;
import io.leasehold.database.internal.config.Plugins;
import io.leasehold.database.spi.DatabasePlugin;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.rotation.RotationSchedule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a field of a static role means when it was not sent, and what a static role must be. */
public final class StaticRoleDefaults {

    private static final String PASSWORD = "password";

    private StaticRoleDefaults() {}

    static String dbName(DatabaseStaticRole role) {
        return required("db_name", "database name is required", role.dbName());
    }

    static String username(DatabaseStaticRole role) {
        return required("username", "the account's name is required", role.username());
    }

    /** The accounts that are rotated: one, or two in turn. */
    public static List<String> accounts(DatabaseStaticRole role) {
        String alternate = orEmpty(role.alternateUsername());
        return alternate.isEmpty() ? List.of(username(role)) : List.of(username(role), alternate);
    }

    static RotationSchedule schedule(DatabaseStaticRole role) {
        return RotationSchedule.of(role.rotationPeriod(), role.rotationSchedule(), role.rotationWindow());
    }

    static List<String> statements(DatabaseStaticRole role) {
        List<String> statements = role.rotationStatements();
        return statements == null
                ? List.of()
                : statements.stream().filter(statement -> !statement.isBlank()).toList();
    }

    static boolean isPaused(DatabaseStaticRole role) {
        return Boolean.TRUE.equals(role.disableAutomatedRotation());
    }

    static boolean isLeftAlone(DatabaseStaticRole role) {
        return Boolean.TRUE.equals(role.skipImportRotation());
    }

    static String credentialType(DatabaseStaticRole role) {
        String type = orEmpty(role.credentialType());
        return type.isEmpty() ? PASSWORD : type;
    }

    /** The role as it is stored: its password, by whatever field, is not a part of it. */
    static DatabaseStaticRole withoutPassword(DatabaseStaticRole role) {
        return new DatabaseStaticRole(
                role.dbName(),
                role.username(),
                role.alternateUsername(),
                role.rotationPeriod(),
                role.rotationSchedule(),
                role.rotationWindow(),
                role.rotationStatements(),
                role.credentialType(),
                role.credentialConfig(),
                role.skipImportRotation(),
                null,
                null,
                role.disableAutomatedRotation());
    }

    /** Checks what does not depend on the product. */
    static void check(DatabaseStaticRole role) {
        dbName(role);
        checkName("username", username(role));
        String alternate = orEmpty(role.alternateUsername());
        if (!alternate.isEmpty()) {
            checkName("alternate_username", alternate);
        }
        if (alternate.equals(username(role))) {
            throw new InvalidRequestException(
                    "alternate_username", "is the same account as username: give another one");
        }
        if (schedule(role) instanceof RotationSchedule.Never) {
            throw new InvalidRequestException(
                    "rotation_period",
                    "is missing: give rotation_period or rotation_schedule; disable_automated_rotation pauses a role");
        }
        Map<String, String> config = role.credentialConfig();
        if (config != null) {
            config.keySet().forEach(field -> {
                if (!field.equals(NewPasswords.POLICY)) {
                    throw new InvalidRequestException(
                            "credential_config", "unknown field \"" + field + "\"; there is password_policy");
                }
            });
        }
    }

    /** The role's own password policy, empty for its connection's. */
    static String passwordPolicy(DatabaseStaticRole role) {
        Map<String, String> config = role.credentialConfig();
        return config == null ? "" : config.getOrDefault(NewPasswords.POLICY, "");
    }

    /** Checks what depends on the product. */
    static void check(DatabaseStaticRole role, DatabasePlugin plugin) {
        if (!credentialType(role).equals(PASSWORD) || !plugin.credentialTypes().contains(PASSWORD)) {
            throw new InvalidRequestException(
                    "credential_type",
                    "unsupported credential_type \"" + credentialType(role) + "\" for a static role of "
                            + plugin.name());
        }
        Plugins.rotation("db_name", plugin).checkRotation("rotation_statements", statements(role));
    }

    static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static void checkName(String field, String name) {
        if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidRequestException(field, "is blank or has a control character: give an account's name");
        }
    }

    private static String required(String field, String problem, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw new InvalidRequestException(field, problem);
        }
        return value;
    }
}
