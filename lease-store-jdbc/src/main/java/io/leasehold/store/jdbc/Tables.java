package io.leasehold.store.jdbc;

import io.leasehold.error.InvalidRequestException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names of a store's tables: the only part of a statement that comes from configuration, so it is checked here.
 *
 * @param schema the schema (MySQL, MariaDB: the database) that holds them, or null for the connection's own
 * @param prefix what their names start with
 */
record Tables(@Nullable String schema, String prefix) {

    static final String DEFAULT_PREFIX = "leasehold_";

    // Lower case, so that the name means the same whether or not a product folds case. PostgreSQL keeps 63 characters.
    private static final Pattern PREFIX = Pattern.compile("[a-z][a-z0-9_]{0,29}");
    private static final Pattern SCHEMA = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

    Tables {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new InvalidRequestException(
                    "tablePrefix", "must be 1 to 30 lower-case letters, digits and underscores, a letter first");
        }
        if (schema != null && !SCHEMA.matcher(schema).matches()) {
            throw new InvalidRequestException(
                    "schema", "must be 1 to 63 letters, digits and underscores, not a digit first");
        }
    }

    String lease() {
        return qualified("lease");
    }

    String entry() {
        return qualified("entry");
    }

    /** Rows to lock while the leases under a limit are counted. */
    String latch() {
        return qualified("latch");
    }

    String schemaVersion() {
        return qualified("schema");
    }

    /** The unqualified name of an index. */
    String index(String name) {
        return prefix + name;
    }

    private String qualified(String name) {
        return schema == null ? prefix + name : schema + "." + prefix + name;
    }
}
