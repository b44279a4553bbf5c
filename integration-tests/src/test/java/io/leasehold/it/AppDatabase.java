package io.leasehold.it;

import io.leasehold.database.DatabaseCredentials;
import io.leasehold.testkit.server.PostgresServer;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** An application's database on a server, with tables of its own, and an administrator that the broker logs in as. */
final class AppDatabase {

    /** The role of the short guide. */
    static final String CREATION =
            "CREATE ROLE \"{{name}}\" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}';";

    private static final AtomicInteger COUNTER = new AtomicInteger();

    private final PostgresServer server;
    private final String name;
    private final String admin;
    private final String adminPassword;

    private AppDatabase(PostgresServer server, String name, String admin, String adminPassword) {
        this.server = server;
        this.name = name;
        this.admin = admin;
        this.adminPassword = adminPassword;
    }

    /** Makes a database and a superuser for the broker on the shared server. */
    static AppDatabase create() {
        return create(ItServer.get());
    }

    static AppDatabase create(PostgresServer server) {
        int number = COUNTER.incrementAndGet();
        return create(server, "app" + number, "broker_admin" + number, "adm-" + randomText());
    }

    static AppDatabase create(PostgresServer server, String name, String admin, String adminPassword) {
        AppDatabase database = new AppDatabase(server, name, admin, adminPassword);
        server.createDatabase(name);
        server.execute(
                "postgres",
                "CREATE ROLE " + admin + " LOGIN SUPERUSER PASSWORD '" + adminPassword + "'",
                "CREATE ROLE " + name + "_owner NOLOGIN");
        server.execute(
                name,
                "CREATE TABLE orders (id serial PRIMARY KEY, item text)",
                "ALTER TABLE orders OWNER TO " + name + "_owner",
                "INSERT INTO orders (item) VALUES ('book')",
                "CREATE TABLE customers (id serial PRIMARY KEY, email text)",
                "ALTER TABLE customers OWNER TO " + name + "_owner");
        return database;
    }

    PostgresServer server() {
        return server;
    }

    String name() {
        return name;
    }

    String admin() {
        return admin;
    }

    String adminPassword() {
        return adminPassword;
    }

    /** The URL as the guides write it. */
    String guideUrl() {
        return guideUrl(server.port());
    }

    String guideUrl(int port) {
        return "postgresql://{{username}}:{{password}}@127.0.0.1:" + port + "/" + name;
    }

    /** The fields of a connection to this database. */
    Map<String, Object> connection() {
        Map<String, Object> fields = new HashMap<>();
        fields.put("plugin_name", "postgresql-database-plugin");
        fields.put("allowed_roles", "*");
        fields.put("connection_url", guideUrl());
        fields.put("username", admin);
        fields.put("password", adminPassword);
        return fields;
    }

    /** The fields of a connection by way of a proxy, in clear, so that the proxy sees statements. */
    Map<String, Object> connection(int port) {
        Map<String, Object> fields = connection();
        fields.put("connection_url", guideUrl(port) + "?sslmode=disable");
        return fields;
    }

    /** The fields of the short guide's role, on a connection. */
    static Map<String, Object> role(String connection) {
        return role(connection, CREATION, "1h", "24h");
    }

    static Map<String, Object> role(String connection, String creation, String defaultTtl, String maxTtl) {
        return Map.of(
                "db_name", connection, "creation_statements", creation, "default_ttl", defaultTtl, "max_ttl", maxTtl);
    }

    boolean canLogin(DatabaseCredentials login) {
        return server.canLogin(login.username(), login.password(), name);
    }

    Connection login(DatabaseCredentials login) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(name), login.username(), login.password());
    }

    /** Runs statements as an issued user. */
    void executeAs(DatabaseCredentials login, String... statements) throws SQLException {
        try (Connection connection = login(login);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    void execute(String... statements) {
        server.execute(name, statements);
    }

    /** The first column of a query by the superuser, as text. */
    List<String> query(String sql, String... parameters) {
        try (Connection connection = server.admin(name);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            List<String> values = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
            return values;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** When an account's password stops working, in seconds from the server's now. */
    long validForSeconds(String username) {
        return Long.parseLong(query(
                        "SELECT round(extract(epoch FROM rolvaliduntil - clock_timestamp()))::bigint::text FROM pg_roles"
                                + " WHERE rolname = ?",
                        username)
                .get(0));
    }

    /** The accounts that brokers have made and not removed, on the whole server. */
    List<String> brokered() {
        return query("SELECT rolname FROM pg_roles WHERE shobj_description(oid, 'pg_authid') LIKE 'leasehold:%'"
                + " ORDER BY 1");
    }

    List<String> roles() {
        return query("SELECT rolname FROM pg_roles ORDER BY 1");
    }

    /**
     * Who may do what: every role, membership, owner, privilege, default privilege and dependency that the database and its
     * cluster know. Equal before and after means that nothing is left.
     */
    List<String> access() {
        return query("""
                WITH acls AS (
                  SELECT 'relation ' || oid::regclass AS thing, relowner AS owner,
                         coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relowner)) AS acl
                    FROM pg_class WHERE relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname LIKE 'pg_%'
                                                             OR nspname = 'information_schema')
                  UNION ALL SELECT 'schema ' || nspname, nspowner, coalesce(nspacl, acldefault('n', nspowner))
                    FROM pg_namespace WHERE nspname NOT LIKE 'pg_%' AND nspname <> 'information_schema'
                  UNION ALL SELECT 'database ' || datname, datdba, coalesce(datacl, acldefault('d', datdba))
                    FROM pg_database WHERE datname = current_database()
                  UNION ALL SELECT 'default ' || defaclrole::regrole || ' ' || defaclnamespace::regnamespace
                                   || ' ' || defaclobjtype::text, defaclrole, defaclacl FROM pg_default_acl)
                SELECT thing || ' owner ' || owner::regrole || ': ' || CASE a.grantee WHEN 0 THEN 'PUBLIC'
                       ELSE a.grantee::regrole::text END || ' may ' || a.privilege_type AS line
                  FROM acls, aclexplode(acls.acl) AS a
                UNION ALL SELECT 'role ' || rolname FROM pg_roles
                UNION ALL SELECT 'member ' || member::regrole || ' of ' || roleid::regrole FROM pg_auth_members
                UNION ALL SELECT 'comment on ' || objoid::regrole FROM pg_shdescription
                           WHERE classoid = 'pg_authid'::regclass
                UNION ALL SELECT 'setting of ' || setrole::regrole FROM pg_db_role_setting WHERE setrole <> 0
                UNION ALL SELECT 'dependency of ' || refobjid::regrole || ' ' || classid::regclass || ' ' || objid
                                 || ' ' || deptype::text
                            FROM pg_shdepend WHERE refclassid = 'pg_authid'::regclass
                             AND dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
                ORDER BY 1""");
    }

    private static String randomText() {
        byte[] bytes = new byte[9];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
