package io.leasehold.database.internal.mysql;

import io.leasehold.database.internal.sql.Placeholders;
import io.leasehold.database.internal.sql.SqlDialect;
import io.leasehold.database.internal.sql.StatementScript;
import java.util.List;

/** Reads the statement fields of a role. */
final class MySqlScripts {

    private MySqlScripts() {}

    static StatementScript creation(List<String> statements) {
        return parse("creation_statements", Placeholders.CREATION, statements);
    }

    static StatementScript renewal(List<String> statements) {
        return parse("renew_statements", Placeholders.RENEWAL, statements);
    }

    static StatementScript revocation(List<String> statements) {
        return parse("revocation_statements", Placeholders.REVOCATION, statements);
    }

    static StatementScript rollback(List<String> statements) {
        return parse("rollback_statements", Placeholders.REVOCATION, statements);
    }

    private static StatementScript parse(String field, Placeholders placeholders, List<String> statements) {
        return StatementScript.parse(SqlDialect.MYSQL, placeholders, field, statements);
    }
}
