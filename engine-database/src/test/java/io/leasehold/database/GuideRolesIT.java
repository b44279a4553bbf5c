package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.database.harness.EngineHarness;
import io.leasehold.database.harness.Issued;
import io.leasehold.database.harness.TestDatabase;
import io.leasehold.spi.engine.Revoked;
import io.leasehold.testkit.server.SharedServers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The roles of the guides, as they stand there, on every version, by both administrators. */
class GuideRolesIT {

    private static final String SHORT =
            "CREATE ROLE \"{{name}}\" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}';";

    private static final String RENEW = "ALTER ROLE \"{{name}}\" VALID UNTIL '{{expiration}}';";

    private static final String REVOKE = """
            REVOKE ALL PRIVILEGES ON ALL TABLES IN SCHEMA public FROM "{{name}}"; \
            REVOKE ALL PRIVILEGES ON ALL SEQUENCES IN SCHEMA public FROM "{{name}}"; \
            REVOKE USAGE ON SCHEMA public FROM "{{name}}"; \
            DROP ROLE IF EXISTS "{{name}}";""";

    private static final String READ_ONLY = """
            CREATE ROLE "{{name}}" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}'; \
            GRANT SELECT ON ALL TABLES IN SCHEMA public TO "{{name}}"; \
            ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO "{{name}}";""";

    private static final String READ_WRITE = """
            CREATE ROLE "{{name}}" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}'; \
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "{{name}}"; \
            GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "{{name}}"; \
            ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "{{name}}"; \
            ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO "{{name}}";""";

    private static final String ADMIN = """
            CREATE ROLE "{{name}}" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}' CREATEROLE; \
            GRANT ALL PRIVILEGES ON DATABASE myapp TO "{{name}}"; \
            GRANT ALL PRIVILEGES ON ALL TABLES IN SCHEMA public TO "{{name}}"; \
            GRANT ALL PRIVILEGES ON ALL SEQUENCES IN SCHEMA public TO "{{name}}";""";

    private static final String REVOKE_ADMIN = """
            REVOKE ALL PRIVILEGES ON DATABASE myapp FROM "{{name}}"; \
            REVOKE ALL PRIVILEGES ON ALL TABLES IN SCHEMA public FROM "{{name}}"; \
            REVOKE ALL PRIVILEGES ON ALL SEQUENCES IN SCHEMA public FROM "{{name}}"; \
            DROP ROLE IF EXISTS "{{name}}";""";

    static Stream<Arguments> everywhere() {
        return Stream.of(15, 16, 17, 18)
                .flatMap(version -> Stream.of(true, false).map(superuser -> Arguments.of(version, superuser)));
    }

    @ParameterizedTest(name = "PostgreSQL {0}, superuser {1}")
    @MethodSource("everywhere")
    void shortGuidesRoleComesAndGoesWithoutTrace(int version, boolean superuser) throws SQLException {
        comesAndGoes(version, superuser, Map.of("creation_statements", SHORT, "default_ttl", "1h", "max_ttl", "24h"));
    }

    @ParameterizedTest(name = "PostgreSQL {0}, superuser {1}")
    @MethodSource("everywhere")
    void readOnlyRoleComesAndGoesWithoutTrace(int version, boolean superuser) throws SQLException {
        comesAndGoes(
                version,
                superuser,
                Map.of(
                        "creation_statements", READ_ONLY,
                        "revocation_statements", REVOKE,
                        "renew_statements", RENEW,
                        "default_ttl", "1h",
                        "max_ttl", "24h"));
    }

    @ParameterizedTest(name = "PostgreSQL {0}, superuser {1}")
    @MethodSource("everywhere")
    void readWriteRoleComesAndGoesWithoutTrace(int version, boolean superuser) throws SQLException {
        comesAndGoes(
                version,
                superuser,
                Map.of(
                        "creation_statements", READ_WRITE,
                        "revocation_statements", REVOKE,
                        "renew_statements", RENEW,
                        "default_ttl", "1h",
                        "max_ttl", "8h"));
    }

    @ParameterizedTest(name = "PostgreSQL {0}, superuser {1}")
    @MethodSource("everywhere")
    void adminRoleComesAndGoesWithoutTrace(int version, boolean superuser) throws SQLException {
        comesAndGoes(
                version,
                superuser,
                Map.of(
                        "creation_statements",
                        ADMIN,
                        "revocation_statements",
                        REVOKE_ADMIN,
                        "default_ttl",
                        "15m",
                        "max_ttl",
                        "1h"));
    }

    private static void comesAndGoes(int version, boolean superuser, Map<String, String> role) throws SQLException {
        TestDatabase database = TestDatabase.on(SharedServers.postgres(version));
        try (EngineHarness engine = new EngineHarness()) {
            engine.write(
                    "config/myapp-db",
                    Map.of(
                            "plugin_name",
                            "postgresql-database-plugin",
                            "allowed_roles",
                            "myapp-role,other",
                            "connection_url",
                            database.guideUrl() + "?sslmode=require",
                            "username",
                            database.admin(superuser),
                            "password",
                            database.adminPassword(superuser),
                            "max_open_connections",
                            5,
                            "max_idle_connections",
                            3,
                            "max_connection_lifetime",
                            "5s"));
            Map<String, Object> fields = new java.util.HashMap<>(role);
            fields.put("db_name", "myapp-db");
            // The guide's database is called myapp; each test has one of its own.
            fields.replaceAll(
                    (name, value) -> ((String) value).replace("DATABASE myapp", "DATABASE " + database.name()));
            engine.write("roles/myapp-role", fields);
            List<String> tables = tables(database);

            Issued issued = engine.issue("myapp-role");
            String oid = database.oid(issued.username());
            assertThat(issued.warnings()).isEmpty();
            assertThat(database.canLogin(issued)).isTrue();
            assertThat(database.query("SELECT shobj_description(?::oid, 'pg_authid')", oid))
                    .containsExactly("leasehold:store-1:" + issued.leaseId());
            assertThat(database.query("SELECT rolpassword FROM pg_authid WHERE oid = ?::oid", oid))
                    .allMatch(stored -> stored.startsWith("SCRAM-SHA-256$"));

            engine.renew(issued, Duration.ofHours(5));
            assertThat(database.query(
                            "SELECT round(extract(epoch FROM rolvaliduntil - now()) / 3600)::text FROM pg_roles"
                                    + " WHERE oid = ?::oid",
                            oid))
                    .containsExactly("5");

            Revoked revoked = engine.revoke(issued);
            assertThat(revoked.absence()).isEqualTo(Revoked.Absence.VERIFIED);
            assertThat(revoked.warnings()).isEmpty();
            assertThat(database.server().roleExists(issued.username())).isFalse();
            assertThat(database.canLogin(issued)).isFalse();
            assertThat(database.traces(oid)).isEmpty();
            assertThat(database.danglingGrants()).isEmpty();
            assertThat(tables(database)).isEqualTo(tables);
        }
    }

    private static List<String> tables(TestDatabase database) {
        return database.query("SELECT relname || ' of ' || relowner::regrole FROM pg_class"
                + " WHERE relkind = 'r' AND relnamespace::regnamespace::text IN ('public', 'reports') ORDER BY 1");
    }
}
