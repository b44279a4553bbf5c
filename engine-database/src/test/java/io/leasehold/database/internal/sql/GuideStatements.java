package io.leasehold.database.internal.sql;

import java.util.List;

/** The statements of the two guides that define the feature set, verbatim, as the shell hands them over. */
final class GuideStatements {

    static final String READONLY_CREATION =
            "CREATE ROLE \"{{name}}\" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}'; "
                    + "GRANT SELECT ON ALL TABLES IN SCHEMA public TO \"{{name}}\"; "
                    + "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO \"{{name}}\";";
    static final String READONLY_REVOCATION = "REVOKE ALL PRIVILEGES ON ALL TABLES IN SCHEMA public FROM \"{{name}}\"; "
            + "REVOKE ALL PRIVILEGES ON ALL SEQUENCES IN SCHEMA public FROM \"{{name}}\"; "
            + "REVOKE USAGE ON SCHEMA public FROM \"{{name}}\"; "
            + "DROP ROLE IF EXISTS \"{{name}}\";";
    static final String RENEWAL = "ALTER ROLE \"{{name}}\" VALID UNTIL '{{expiration}}';";
    static final String READWRITE_CREATION =
            "CREATE ROLE \"{{name}}\" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}'; "
                    + "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO \"{{name}}\"; "
                    + "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO \"{{name}}\"; "
                    + "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO \"{{name}}\"; "
                    + "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO \"{{name}}\";";
    static final String ADMIN_CREATION =
            "CREATE ROLE \"{{name}}\" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}' CREATEROLE; "
                    + "GRANT ALL PRIVILEGES ON DATABASE myapp TO \"{{name}}\"; "
                    + "GRANT ALL PRIVILEGES ON ALL TABLES IN SCHEMA public TO \"{{name}}\"; "
                    + "GRANT ALL PRIVILEGES ON ALL SEQUENCES IN SCHEMA public TO \"{{name}}\";";
    static final String ADMIN_REVOCATION = "REVOKE ALL PRIVILEGES ON DATABASE myapp FROM \"{{name}}\"; "
            + "REVOKE ALL PRIVILEGES ON ALL TABLES IN SCHEMA public FROM \"{{name}}\"; "
            + "REVOKE ALL PRIVILEGES ON ALL SEQUENCES IN SCHEMA public FROM \"{{name}}\"; "
            + "DROP ROLE IF EXISTS \"{{name}}\";";
    static final String SHORT_GUIDE_CREATION =
            "CREATE ROLE \"{{name}}\" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}';";
    static final String STATIC_ROTATION = "ALTER USER \"{{name}}\" WITH PASSWORD '{{password}}';";

    static final String MYSQL_APP_CREATION = "CREATE USER '{{name}}'@'%' IDENTIFIED BY '{{password}}'; "
            + "GRANT SELECT, INSERT, UPDATE ON orders.* TO '{{name}}'@'%';";
    static final String MYSQL_READONLY_CREATION =
            "CREATE USER '{{name}}'@'%' IDENTIFIED BY '{{password}}'; " + "GRANT SELECT ON orders.* TO '{{name}}'@'%';";
    static final String MYSQL_REVOCATION = "DROP USER IF EXISTS '{{name}}'@'%';";

    static final String SQL_SERVER_CREATION = "CREATE LOGIN [{{name}}] WITH PASSWORD = '{{password}}'; "
            + "USE erp; CREATE USER [{{name}}] FOR LOGIN [{{name}}]; "
            + "GRANT SELECT, INSERT, UPDATE, DELETE TO [{{name}}];";
    static final String SQL_SERVER_REVOCATION = "USE erp; DROP USER IF EXISTS [{{name}}]; DROP LOGIN [{{name}}];";

    static final String MONGO_CREATION = "{\"db\": \"analytics\", \"roles\": [{\"role\": \"read\"}]}";
    static final String MONGO_REVOCATION = "{\"db\": \"analytics\"}";

    private GuideStatements() {}

    static List<String> templates(SqlDialect dialect, Placeholders placeholders, String... elements) {
        return StatementScript.parse(dialect, placeholders, "creation_statements", List.of(elements))
                .statements()
                .stream()
                .map(Statement::template)
                .toList();
    }
}
