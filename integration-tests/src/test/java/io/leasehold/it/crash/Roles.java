package io.leasehold.it.crash;

import io.leasehold.SecretBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The database connection and the roles that all brokers of the harness work with. */
final class Roles {

    static final String MOUNT = "database";

    /** A user with privileges, removed by statements of the role's own. */
    static final String STATEMENTS = "statements";

    /** A user that owns things, so that its removal takes several transactions. */
    static final String OWNER = "owner";

    /** A plain user that does not live long. */
    static final String BRIEF = "brief";

    /** Makes a user and then fails. */
    static final String BROKEN = "broken";

    static final Duration BRIEF_TTL = Duration.ofSeconds(30);

    private static final String CREATE =
            "CREATE ROLE \"{{name}}\" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}'";

    private Roles() {}

    static String path(String role) {
        return MOUNT + "/creds/" + role;
    }

    /** Writes connection and roles. */
    static void write(SecretBroker broker, String connectionUrl, String admin, String password) {
        broker.mounts().enable(MOUNT, "database");
        broker.write(
                MOUNT + "/config/app",
                Map.of(
                        "plugin_name",
                        "postgresql-database-plugin",
                        "connection_url",
                        connectionUrl,
                        "username",
                        admin,
                        "password",
                        password,
                        "allowed_roles",
                        "*",
                        "max_open_connections",
                        4));
        role(
                broker,
                STATEMENTS,
                Duration.ofHours(1),
                List.of(CREATE, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO \"{{name}}\""),
                List.of(
                        "REVOKE ALL PRIVILEGES ON ALL TABLES IN SCHEMA public FROM \"{{name}}\"",
                        "DROP ROLE IF EXISTS \"{{name}}\""));
        role(
                broker,
                OWNER,
                Duration.ofHours(1),
                List.of(
                        CREATE,
                        "GRANT CREATE ON SCHEMA public TO \"{{name}}\"",
                        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO \"{{name}}\""),
                List.of());
        role(broker, BRIEF, BRIEF_TTL, List.of(CREATE), List.of());
        role(broker, BROKEN, Duration.ofHours(1), List.of(CREATE, "GRANT no_such_role TO \"{{name}}\""), List.of());
    }

    /** Writes a role for plain users of another connection. */
    static void writePlain(SecretBroker broker, String name, String connection) {
        role(broker, connection, name, Duration.ofHours(1), List.of(CREATE), List.of());
    }

    private static void role(
            SecretBroker broker, String name, Duration ttl, List<String> creation, List<String> revocation) {
        role(broker, "app", name, ttl, creation, revocation);
    }

    private static void role(
            SecretBroker broker,
            String connection,
            String name,
            Duration ttl,
            List<String> creation,
            List<String> revocation) {
        broker.write(
                MOUNT + "/roles/" + name,
                Map.of(
                        "db_name",
                        connection,
                        "creation_statements",
                        creation,
                        "revocation_statements",
                        revocation,
                        "default_ttl",
                        ttl.toSeconds() + "s",
                        "max_ttl",
                        "24h"));
    }
}
