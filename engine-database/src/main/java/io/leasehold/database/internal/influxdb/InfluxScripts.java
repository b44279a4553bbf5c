package io.leasehold.database.internal.influxdb;

import io.leasehold.database.internal.sql.Placeholders;
import io.leasehold.database.internal.sql.RoleScripts;
import io.leasehold.database.internal.sql.SqlDialect;
import io.leasehold.database.internal.sql.StatementScript;
import io.leasehold.error.InvalidRequestException;
import java.util.List;

/** The statements of a role, in InfluxQL. There is no {@code {{expiration}}}, because users have none. Stateless. */
final class InfluxScripts {

    /** In the very form in which the server hides the password when it writes the statement to its log. */
    static final List<String> DEFAULT_CREATION = List.of("CREATE USER \"{{name}}\" WITH PASSWORD '{{password}}'");

    private static final List<String> DEFAULT_ROTATION = List.of("SET PASSWORD FOR \"{{name}}\" = '{{password}}'");
    private static final RoleScripts SCRIPTS = new RoleScripts(SqlDialect.INFLUXQL);

    private InfluxScripts() {}

    /** What makes a user. */
    static StatementScript creation(List<String> statements) {
        StatementScript script = StatementScript.parse(
                SqlDialect.INFLUXQL,
                Placeholders.ROTATION,
                "creation_statements",
                statements.isEmpty() ? DEFAULT_CREATION : statements);
        if (script.isEmpty()) {
            throw new InvalidRequestException("creation_statements", "empty creation statements");
        }
        return script;
    }

    /** What a role does before its user is dropped. */
    static StatementScript revocation(List<String> statements) {
        return SCRIPTS.revocation(statements);
    }

    /** What a role does before a half-made user is dropped. */
    static StatementScript rollback(List<String> statements) {
        return SCRIPTS.rollback(statements);
    }

    /** What sets a password. */
    static StatementScript rotation(String field, List<String> statements) {
        StatementScript own = SCRIPTS.rotation(field, statements);
        return own.isEmpty() ? SCRIPTS.rotation(field, DEFAULT_ROTATION) : own;
    }
}
