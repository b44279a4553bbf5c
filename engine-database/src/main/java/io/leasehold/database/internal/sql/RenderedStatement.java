package io.leasehold.database.internal.sql;

import java.util.Set;

/**
 * A statement with its values in place. Its text form is the template, so that it can stand in a message or a log;
 * {@link #sql()} holds secrets and is for the driver alone. Immutable.
 */
public final class RenderedStatement {

    private final Statement template;
    private final String sql;

    RenderedStatement(Statement template, String sql) {
        this.template = template;
        this.sql = sql;
    }

    /**
     * The number of the statement in its script.
     *
     * @return the number, from 1
     */
    public int number() {
        return template.number();
    }

    /**
     * Which placeholders were replaced.
     *
     * @return canonical names
     */
    public Set<String> placeholders() {
        return template.placeholders();
    }

    /**
     * The text for the driver: one statement, to be executed with escape processing off.
     *
     * @return the SQL, which holds secrets
     */
    public String sql() {
        return sql;
    }

    /**
     * The statement for messages.
     *
     * @return number and template text, shortened, without any value
     */
    public String describe() {
        return template.describe();
    }

    @Override
    public String toString() {
        return describe();
    }
}
