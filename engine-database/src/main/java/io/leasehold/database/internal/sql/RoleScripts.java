package io.leasehold.database.internal.sql;

import io.leasehold.database.spi.RoleStatements;
import io.leasehold.error.InvalidRequestException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the statement fields of a role, as the product that they are for writes SQL. Immutable.
 *
 * @param dialect the product's
 * @param creationPlaceholders what creation statements may use
 */
public record RoleScripts(SqlDialect dialect, Placeholders creationPlaceholders) {

    /** What stands for a credential in statements, by its type. */
    private static final Map<String, List<String>> CREDENTIALS = new TreeMap<>(Map.of(
            "password",
            List.of(Placeholders.PASSWORD),
            "rsa_private_key",
            List.of(Placeholders.PUBLIC_KEY),
            "client_certificate",
            List.of(Placeholders.SUBJECT, Placeholders.ISSUER)));

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

    /**
     * Reads all fields of a role whose accounts have credentials of a certain type.
     *
     * @param statements the fields
     * @param credentialType the type, such as {@code client_certificate}
     * @throws InvalidRequestException when one cannot be read, or holds the placeholder of another type
     */
    public void check(RoleStatements statements, String credentialType) {
        check(statements);
        StatementScript creation = creation(statements.creation());
        CREDENTIALS.forEach((type, placeholders) -> {
            for (String placeholder : placeholders) {
                if (!type.equals(credentialType) && creation.uses(placeholder)) {
                    throw new InvalidRequestException(
                            "creation_statements",
                            Placeholders.braced(placeholder) + " has no value in a role of credential_type "
                                    + credentialType + ": leave it out");
                }
            }
        });
    }

    private StatementScript parse(String field, Placeholders placeholders, List<String> statements) {
        return ParsedScripts.of(dialect, placeholders, field, statements);
    }
}
