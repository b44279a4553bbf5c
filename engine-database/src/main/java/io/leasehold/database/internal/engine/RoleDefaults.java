package io.leasehold.database.internal.engine;

import io.leasehold.database.DatabaseRole;
import io.leasehold.database.internal.config.ConnectionDefaults;
import io.leasehold.database.internal.config.ConnectionView;
import io.leasehold.database.internal.config.NewPasswords;
import io.leasehold.database.internal.credential.ClientCertificate;
import io.leasehold.database.internal.credential.CredentialRules;
import io.leasehold.database.internal.credential.CredentialType;
import io.leasehold.database.spi.DatabasePlugin;
import io.leasehold.database.spi.RoleStatements;
import io.leasehold.error.InvalidRequestException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a field of a role means when it was not sent, and what a role must be. */
final class RoleDefaults {

    private RoleDefaults() {}

    /** The role with its defaults filled in, as it is shown: without the key of an authority. */
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
                credentialType(role).spelling(),
                withoutKey(credentialConfig(role)));
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

    static Duration defaultTtl(DatabaseRole role) {
        return orZero(role.defaultTtl());
    }

    static Duration maxTtl(DatabaseRole role) {
        return orZero(role.maxTtl());
    }

    /** What the role's credentials are made like. */
    static CredentialRules credential(DatabaseRole role) {
        return CredentialRules.read(credentialType(role), credentialConfig(role));
    }

    /** The role's own password policy, empty for its connection's. */
    static String passwordPolicy(DatabaseRole role) {
        return credentialConfig(role).getOrDefault(NewPasswords.POLICY, "");
    }

    /** Checks what does not depend on the product. */
    static void check(DatabaseRole role, Supplier<Instant> clock) {
        dbName(role);
        Duration max = orZero(role.maxTtl());
        if (!max.isZero() && orZero(role.defaultTtl()).compareTo(max) > 0) {
            throw new InvalidRequestException("default_ttl", "it must not be longer than max_ttl");
        }
        if (credential(role) instanceof CredentialRules.ClientCertificate client) {
            ClientCertificate.requireLibrary();
            Instant now = clock.get();
            client.certificate().authority().requireValid(now, now.plus(max));
        }
    }

    /** Checks what depends on the connection and its product. */
    static void check(DatabaseRole role, ConnectionView.Current current) {
        refuseSelfManaged(role, current);
        check(role, current.plugin());
    }

    /** A connection without an administrator has nobody who could make users. */
    static void refuseSelfManaged(DatabaseRole role, ConnectionView.Current current) {
        if (ConnectionDefaults.isSelfManaged(current.connection())) {
            throw new InvalidRequestException(
                    "db_name",
                    "connection \"" + dbName(role) + "\" is self_managed, so that it has no administrator who could"
                            + " make users: it takes static roles only");
        }
    }

    /** Checks what depends on the product. */
    static void check(DatabaseRole role, DatabasePlugin plugin) {
        String type = credentialType(role).spelling();
        if (!plugin.credentialTypes().contains(type)) {
            throw new InvalidRequestException(
                    "credential_type",
                    "unsupported credential_type \"" + type + "\"; " + plugin.name() + " knows "
                            + plugin.credentialTypes());
        }
        if (statements(role, plugin).creation().isEmpty()) {
            throw emptyCreation();
        }
        plugin.check(statements(role), type);
    }

    static InvalidRequestException emptyCreation() {
        return new InvalidRequestException("creation_statements", "empty creation statements");
    }

    private static CredentialType credentialType(DatabaseRole role) {
        String type = role.credentialType();
        return type == null || type.isEmpty() ? CredentialType.PASSWORD : CredentialType.named(type);
    }

    private static Map<String, String> credentialConfig(DatabaseRole role) {
        Map<String, String> config = role.credentialConfig();
        return config == null ? Map.of() : config;
    }

    private static Map<String, String> withoutKey(Map<String, String> config) {
        Map<String, String> shown = new TreeMap<>(config);
        shown.remove(CredentialRules.CA_PRIVATE_KEY);
        return shown;
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
