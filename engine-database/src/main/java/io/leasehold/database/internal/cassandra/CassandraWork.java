package io.leasehold.database.internal.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.Node;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.sql.RenderedStatement;
import io.leasehold.database.internal.sql.StatementScript;
import io.leasehold.database.internal.sql.StatementValues;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The statements that are needed ("Database Roles", Cassandra's documentation of CQL), each within what is left of a time limit.
 * No statement is sent twice, except when the session turns out to have lost its nodes before it was sent. For one thread.
 */
final class CassandraWork {

    private static final StatementScript LOOK =
            CqlScripts.own("LIST ROLES OF \"{{name}}\" NORECURSIVE", "LIST ROLES OF");
    private static final StatementScript DROP = CqlScripts.own("DROP ROLE IF EXISTS \"{{name}}\"", "DROP ROLE");
    private static final StatementScript ALL_ROLES_OF = CqlScripts.own("LIST ROLES OF \"{{name}}\"", "LIST ROLES OF");
    private static final StatementScript RIGHTS =
            CqlScripts.own("LIST ALL PERMISSIONS OF \"{{name}}\"", "LIST ALL PERMISSIONS OF");

    private final AdminSession admin;
    private final TimeLimit limit;
    private CqlSession session;
    private boolean renewed;

    CassandraWork(AdminSession admin, CqlSession session, TimeLimit limit) {
        this.admin = admin;
        this.session = session;
        this.limit = limit;
    }

    /** Whether there is a role, asked of the server's own table of roles and of no cache. */
    boolean roleExists(String name) throws CommandException {
        try {
            run("LIST ROLES OF", LOOK.render(StatementValues.none().name(name)).get(0));
            return true;
        } catch (CommandException failure) {
            if (failure.failure().kind() == CassandraFailure.Kind.ABSENT) {
                return false;
            }
            throw failure;
        }
    }

    /** Drops a role, if it is there. */
    void dropRole(String name) throws CommandException {
        run("DROP ROLE", DROP.render(StatementValues.none().name(name)).get(0));
    }

    /** Whether a role has all rights, by itself or by a role that it has been granted. */
    boolean isSuperuser(String name) throws CommandException {
        RenderedStatement all =
                ALL_ROLES_OF.render(StatementValues.none().name(name)).get(0);
        return run("LIST ROLES OF", all).stream().anyMatch(row -> row.getBoolean("super"));
    }

    /** The rights of a role, those of roles that it has been granted included. */
    List<Right> rights(String name) throws CommandException {
        RenderedStatement all = RIGHTS.render(StatementValues.none().name(name)).get(0);
        List<Right> rights = new ArrayList<>();
        for (Row row : run("LIST ALL PERMISSIONS OF", all)) {
            rights.add(
                    new Right(String.valueOf(row.getString("permission")), String.valueOf(row.getString("resource"))));
        }
        return rights;
    }

    /**
     * A right.
     *
     * @param permission such as {@code CREATE}
     * @param resource such as {@code <all roles>}
     */
    record Right(String permission, String resource) {}

    /** All roles that the administrator may see. */
    List<String> roles() throws CommandException {
        List<String> names = new ArrayList<>();
        for (Row row : call("LIST ROLES", SimpleStatement.newInstance("LIST ROLES"))) {
            names.add(String.valueOf(row.getString("role")));
        }
        return names;
    }

    /** Runs one statement of a script. */
    List<Row> run(String step, RenderedStatement statement) throws CommandException {
        // To the server, a comment ends with its line and not with the text.
        return call(step, SimpleStatement.newInstance(statement.sql() + "\n"));
    }

    /** The nodes that are known. */
    Collection<Node> nodes() {
        return session.getMetadata().getNodes().values();
    }

    /** Runs a statement with values at one node. */
    List<Row> runAt(Node node, String step, String cql, Object... values) throws CommandException {
        return call(step, SimpleStatement.newInstance(cql, values).setNode(node));
    }

    private List<Row> call(String step, SimpleStatement statement) throws CommandException {
        try {
            return execute(statement);
        } catch (DriverException | IllegalStateException failure) {
            CassandraFailure read = CassandraFailure.of(failure);
            if (read.outcome() != CassandraFailure.Outcome.UNSENT || renewed || statement.getNode() != null) {
                throw new CommandException(step, read);
            }
        }
        renewed = true;
        session = admin.replace(session, limit);
        try {
            return execute(statement);
        } catch (DriverException | IllegalStateException failure) {
            throw new CommandException(step, CassandraFailure.of(failure));
        }
    }

    private List<Row> execute(SimpleStatement statement) {
        ResultSet rows = session.execute(
                statement.setTimeout(limit.left()).setIdempotent(false).setTracing(false));
        return rows.all();
    }
}
