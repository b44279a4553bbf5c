package io.leasehold.database.internal.sql;

import io.leasehold.database.spi.RoleStatements;
import io.leasehold.error.InvalidRequestException;
import java.util.List;

/**
 * Reads the statement fields of a role, as the product that they are for writes SQL. Immutable.
 *
 * @param dialect the product's
 * @param creationPlaceholders what creation statements may use
 */
public record RoleScripts(SqlDialect dialect, Placeholders creationPlaceholders) {

    /**
     * Reads statements of a product whose accounts have passwords and nothing else.
     *
     * @param dialect the product's
     */
    public RoleScripts(SqlDialect dialect) {
        this(dialect, Placeholders.CREATION);
    }

    /**
     * Reads {@code creation_statements}.
     *
     * @param statements the field
     * @return the script, empty for none
     * @throws InvalidRequestException when they cannot be read
     */
    public StatementScript creation(List<String> statements) {
        return parse("creation_statements", creationPlaceholders, statements);
    }

    /**
     * Reads {@code renew_statements}.
     *
     * @param statements the field
     * @return the script, empty for none
     * @throws InvalidRequestException when they cannot be read
     */
    public StatementScript renewal(List<String> statements) {
        return parse("renew_statements", Placeholders.RENEWAL, statements);
    }

    /**
     * Reads {@code revocation_statements}.
     *
     * @param statements the field
     * @return the script, empty for none
     * @throws InvalidRequestException when they cannot be read
     */
    public StatementScript revocation(List<String> statements) {
        return parse("revocation_statements", Placeholders.REVOCATION, statements);
    }

    /**
     * Reads {@code rollback_statements}.
     *
     * @param statements the field
     * @return the script, empty for none
     * @throws InvalidRequestException when they cannot be read
     */
    public StatementScript rollback(List<String> statements) {
        return parse("rollback_statements", Placeholders.REVOCATION, statements);
    }

    /**
     * Reads statements that set the password of an account that is there already.
     *
     * @param field the field that they were written in
     * @param statements its value
     * @return the script, empty for none
     * @throws InvalidRequestException when they cannot be read, or none of them uses the password
     */
    public StatementScript rotation(String field, List<String> statements) {
        StatementScript script = parse(field, Placeholders.ROTATION, statements);
        if (!script.isEmpty() && !script.uses(Placeholders.PASSWORD)) {
            throw new InvalidRequestException(
                    field, "no statement holds {{password}}, so none of them would set the new password");
        }
        return script;
    }

    /**
     * Reads all fields, of which the creation must not be empty.
     *
     * @param statements the fields
     * @throws InvalidRequestException when one cannot be read
     */
    public void check(RoleStatements statements) {
        if (creation(statements.creation()).isEmpty()) {
            throw new InvalidRequestException("creation_statements", "empty creation statements");
        }
        revocation(statements.revocation());
        renewal(statements.renewal());
        rollback(statements.rollback());
    }

    private StatementScript parse(String field, Placeholders placeholders, List<String> statements) {
        return StatementScript.parse(dialect, placeholders, field, statements);
    }
}
