package io.leasehold.database.internal.engine;

import io.leasehold.database.DatabaseRole;
import io.leasehold.database.spi.DatabasePlugin;
import io.leasehold.database.spi.RoleStatements;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.spi.engine.LeaseTerms;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a field of a role means when it was not sent, and what a role must be. */
final class RoleDefaults {

    private static final String PASSWORD = "password";
    private static final Set<String> CREDENTIAL_TYPES = Set.of(PASSWORD, "rsa_private_key", "client_certificate");

    private RoleDefaults() {}

    /** The role with its defaults filled in, as it is shown. */
    static DatabaseRole complete(DatabaseRole role) {
        RoleStatements statements = statements(role);
        return new DatabaseRole(
                dbName(role),
                statements.creation(),
                statements.revocation(),
                statements.renewal(),
                statements.rollback(),
                orZero(role.defaultTtl()),
                orZero(role.maxTtl()),
                credentialType(role),
                role.credentialConfig() == null ? Map.of() : role.credentialConfig());
    }

    static String dbName(DatabaseRole role) {
        String name = role.dbName();
        if (name == null || name.isEmpty()) {
            throw new InvalidRequestException("db_name", "database name is required");
        }
        return name;
    }

    static RoleStatements statements(DatabaseRole role) {
        return new RoleStatements(
                withoutBlanks(role.creationStatements()),
                withoutBlanks(role.revocationStatements()),
                withoutBlanks(role.renewStatements()),
                withoutBlanks(role.rollbackStatements()));
    }

    /** The statements, with the product's own for a user's creation when the role has none. */
    static RoleStatements statements(DatabaseRole role, DatabasePlugin plugin) {
        RoleStatements own = statements(role);
        return own.creation().isEmpty()
                ? new RoleStatements(plugin.defaultCreation(), own.revocation(), own.renewal(), own.rollback())
                : own;
    }

    static LeaseTerms terms(DatabaseRole role) {
        return LeaseTerms.renewable(orZero(role.defaultTtl()), orZero(role.maxTtl()));
    }

    /** The role's own password policy, empty for its connection's. */
    static String passwordPolicy(DatabaseRole role) {
        Map<String, String> config = role.credentialConfig();
        return config == null ? "" : config.getOrDefault(NewPasswords.POLICY, "");
    }

    /** Checks what does not depend on the product. */
    static void check(DatabaseRole role) {
        dbName(role);
        Duration max = orZero(role.maxTtl());
        if (!max.isZero() && orZero(role.defaultTtl()).compareTo(max) > 0) {
            throw new InvalidRequestException("default_ttl", "it must not be longer than max_ttl");
        }
        if (!CREDENTIAL_TYPES.contains(credentialType(role))) {
            throw new InvalidRequestException(
                    "credential_type", "invalid credential_type \"" + credentialType(role) + "\"");
        }
        Map<String, String> config = role.credentialConfig();
        if (config != null && credentialType(role).equals(PASSWORD)) {
            config.keySet().forEach(field -> {
                if (!field.equals(NewPasswords.POLICY)) {
                    throw new InvalidRequestException(
                            "credential_config", "unknown field \"" + field + "\"; there is password_policy");
                }
            });
        }
    }

    /** Checks what depends on the product. */
    static void check(DatabaseRole role, DatabasePlugin plugin) {
        if (!plugin.credentialTypes().contains(credentialType(role))) {
            throw new InvalidRequestException(
                    "credential_type",
                    "unsupported credential_type \"" + credentialType(role) + "\"; " + plugin.name() + " knows "
                            + plugin.credentialTypes());
        }
        if (!credentialType(role).equals(PASSWORD)) {
            throw new InvalidRequestException(
                    "credential_type",
                    "unsupported credential_type \"" + credentialType(role) + "\"; roles issue passwords");
        }
        if (statements(role, plugin).creation().isEmpty()) {
            throw emptyCreation();
        }
        plugin.check(statements(role));
    }

    static InvalidRequestException emptyCreation() {
        return new InvalidRequestException("creation_statements", "empty creation statements");
    }

    private static String credentialType(DatabaseRole role) {
        String type = role.credentialType();
        return type == null || type.isEmpty() ? PASSWORD : type;
    }

    private static Duration orZero(@Nullable Duration duration) {
        return duration == null ? Duration.ZERO : duration;
    }

    private static List<String> withoutBlanks(@Nullable List<String> statements) {
        return statements == null
                ? List.of()
                : statements.stream().filter(statement -> !statement.isBlank()).toList();
    }
}
