package io.leasehold.database.harness;

import io.leasehold.testkit.server.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A database of its own on a shared server, with an application's tables, and two administrators to choose from. */
public final class TestDatabase {

    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final String PASSWORD = "p:@/%s w'\"";

    private final PostgresServer server;
    private final String name;
    private final String owner;
    private final String admin;

    private TestDatabase(PostgresServer server, String name) {
        this.server = server;
        this.name = name;
        this.owner = name + "_owner";
        this.admin = name + "_admin";
    }

    /** Makes a database whose tables belong to an application role, and the least-privileged administrator of the docs. */
    public static TestDatabase on(PostgresServer server) {
        TestDatabase database = new TestDatabase(server, "app" + COUNTER.incrementAndGet());
        database.create();
        return database;
    }

    private void create() {
        server.createDatabase(name);
        server.execute(
                "postgres",
                "CREATE ROLE " + owner + " NOLOGIN",
                "CREATE ROLE " + admin + " LOGIN CREATEROLE PASSWORD '" + PASSWORD.replace("'", "''") + "'",
                "GRANT " + owner + " TO " + admin,
                "ALTER DATABASE " + name + " OWNER TO " + owner);
        server.execute(
                name,
                "ALTER SCHEMA public OWNER TO " + owner,
                "CREATE TABLE orders (id serial PRIMARY KEY, item text)",
                "INSERT INTO orders (item) VALUES ('book')",
                "ALTER TABLE orders OWNER TO " + owner,
                "CREATE SCHEMA reports AUTHORIZATION " + owner,
                "CREATE TABLE reports.daily (day date)",
                "ALTER TABLE reports.daily OWNER TO " + owner,
                "CREATE FUNCTION reports.total() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "ALTER FUNCTION reports.total() OWNER TO " + owner);
    }

    public PostgresServer server() {
        return server;
    }

    public String name() {
        return name;
    }

    public String owner() {
        return owner;
    }

    /** The administrator: a superuser, or the least-privileged one. */
    public String admin(boolean superuser) {
        return superuser ? server.adminUser() : admin;
    }

    public String adminPassword(boolean superuser) {
        return superuser ? server.adminPassword() : PASSWORD;
    }

    /** The URL as the guides write it. */
    public String guideUrl() {
        return "postgresql://{{username}}:{{password}}@" + server.host() + ":" + server.port() + "/" + name;
    }

    public boolean canLogin(Issued issued) {
        return server.canLogin(issued.username(), issued.password(), name);
    }

    public Connection login(Issued issued) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(name), issued.username(), issued.password());
    }

    public void execute(String... statements) {
        server.execute(name, statements);
    }

    /** The first column of a query by the superuser, as text. */
    public List<String> query(String sql, String... parameters) {
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

    /** Runs statements as an issued user. */
    public void executeAs(Issued issued, String... statements) throws SQLException {
        try (Connection connection = login(issued);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Every access-control list and owner of the database and the cluster in which an oid stands instead of a name. */
    public List<String> danglingGrants() {
        return query("""
                SELECT acl FROM (
                  SELECT relacl::text AS acl FROM pg_class UNION ALL SELECT nspacl::text FROM pg_namespace
                  UNION ALL SELECT proacl::text FROM pg_proc UNION ALL SELECT datacl::text FROM pg_database
                  UNION ALL SELECT defaclacl::text FROM pg_default_acl) AS acls
                 WHERE acl ~ '[{,][0-9]+='""");
    }

    /** What the cluster still says about a role, by its oid. Until 15 the server itself leaves grantors of memberships. */
    public List<String> traces(String roleOid) {
        return query("""
                SELECT 'dependency ' || classid::regclass FROM pg_shdepend
                 WHERE refclassid = 'pg_authid'::regclass AND refobjid = ?::oid
                UNION ALL SELECT 'membership' FROM pg_auth_members WHERE ?::oid IN (roleid, member)
                UNION ALL SELECT 'comment' FROM pg_shdescription WHERE objoid = ?::oid""", roleOid, roleOid, roleOid);
    }

    public String oid(String role) {
        return query("SELECT oid::text FROM pg_roles WHERE rolname = ?", role).get(0);
    }
}
