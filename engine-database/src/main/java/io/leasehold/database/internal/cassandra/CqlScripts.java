package io.leasehold.database.internal.cassandra;

import io.leasehold.database.internal.sql.Placeholders;
import io.leasehold.database.internal.sql.SqlDialect;
import io.leasehold.database.internal.sql.StatementScript;
import io.leasehold.database.spi.RoleStatements;
import io.leasehold.error.InvalidRequestException;
import java.util.List;

/** Reads the statement fields of a role, and the product's own statements. Stateless. */
final class CqlScripts {

    /** What makes a role that has no statements of its own. */
    static final List<String> DEFAULT_CREATION =
            List.of("CREATE ROLE \"{{name}}\" WITH PASSWORD = '{{password}}' AND LOGIN = true AND SUPERUSER = false");

    private static final List<String> DEFAULT_ROTATION =
            List.of("ALTER ROLE \"{{name}}\" WITH PASSWORD = '{{password}}'");

    /** Cassandra knows no expiry of roles, so there is none to fill in. */
    private static final Placeholders CREATION = Placeholders.of(Placeholders.NAME, Placeholders.PASSWORD);

    private CqlScripts() {}

    static StatementScript creation(List<String> statements) {
        return parse("creation_statements", CREATION, statements, DEFAULT_CREATION);
    }

    /** What a role does before its user is dropped. */
    static StatementScript revocation(List<String> statements) {
        return parse("revocation_statements", Placeholders.REVOCATION, statements, List.of());
    }

    /** What a role does before a half-made user is dropped. */
    static StatementScript rollback(List<String> statements) {
        return parse("rollback_statements", Placeholders.REVOCATION, statements, List.of());
    }

    static StatementScript rotation(String field, List<String> statements) {
        StatementScript script = parse(field, Placeholders.ROTATION, statements, DEFAULT_ROTATION);
        if (!script.uses(Placeholders.PASSWORD)) {
            throw new InvalidRequestException(
                    field, "no statement holds {{password}}, so none of them would set the new password");
        }
        return script;
    }

    /** Reads all fields of a role. */
    static void check(RoleStatements statements) {
        creation(statements.creation());
        revocation(statements.revocation());
        rollback(statements.rollback());
        if (!statements.renewal().isEmpty()) {
            throw new InvalidRequestException(
                    "renew_statements",
                    "is not supported for Cassandra: roles have no expiry on the server; leave it empty");
        }
    }

    /** A statement of the plugin's own about a role. */
    static StatementScript own(String statement, String name) {
        return StatementScript.parse(SqlDialect.CQL, Placeholders.REVOCATION, name, List.of(statement));
    }

    private static StatementScript parse(
            String field, Placeholders placeholders, List<String> statements, List<String> otherwise) {
        StatementScript script = StatementScript.parse(SqlDialect.CQL, placeholders, field, statements);
        return script.isEmpty() ? StatementScript.parse(SqlDialect.CQL, placeholders, field, otherwise) : script;
    }
}
