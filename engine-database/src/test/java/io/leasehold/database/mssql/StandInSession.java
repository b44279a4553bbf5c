package io.leasehold.database.mssql;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** One session: who it is, where, and what it could take back. */
final class StandInSession {

    /** Statements that begin no transaction when transactions are implicit ("SET IMPLICIT_TRANSACTIONS"). */
    private static final Pattern OUTSIDE =
            Pattern.compile("(?is)\\s*(SET|USE|KILL|WAITFOR|EXEC|IF|SELECT (1|@@|HAS_)).*");

    private final StandInState state;
    private final int id;
    private final String user;
    private final int sid;
    private final Runnable end;
    private final StandInStatements statements;
    private final Map<Integer, String> prepared = new HashMap<>();
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private boolean implicit;
    private boolean transaction;
    String database;

    StandInSession(StandInState state, int id, String user, int sid, String database, Runnable end) {
        this.state = state;
        this.id = id;
        this.user = user;
        this.sid = sid;
        this.database = database;
        this.end = end;
        this.statements = new StandInStatements(state, this);
    }

    int id() {
        return id;
    }

    int sid() {
        return sid;
    }

    boolean may(String right) {
        StandInLogin login = state.logins.get(user);
        return (login != null && login.sid() == sid) ? login.may(right) : right.equals("ALTER ANY USER");
    }

    void require(String right) throws SqlError {
        if (!may(right)) {
            throw new SqlError(15247, "User does not have permission to perform this action.");
        }
    }

    /** Ends the connection, as KILL does: it is gone a little later. */
    void kill() {
        end.run();
    }

    /** Remembers how to take a change back. */
    void undoBy(Runnable change) {
        if (transaction) {
            undo.push(change);
        }
    }

    boolean inTransaction() {
        return transaction;
    }

    void implicit(boolean on) {
        implicit = on;
    }

    void commit() {
        undo.clear();
        transaction = false;
    }

    void rollback() {
        undo.forEach(Runnable::run);
        undo.clear();
        transaction = false;
    }

    Optional<Rows> execute(TdsRequest request) throws SqlError, InterruptedException {
        String sql = request.procedure() == TdsRequest.EXECUTE ? prepared.get(request.handle()) : request.sql();
        if (request.procedure() == TdsRequest.PREPEXEC) {
            prepared.put(prepared.size() + 1, sql);
        }
        if (request.procedure() == TdsRequest.UNPREPARE) {
            return Optional.empty();
        }
        synchronized (state) {
            state.received.add(sql);
        }
        StandInState.Fault fault = state.faultFor(sql);
        if (fault != null) {
            fault.before().run();
            if (!fault.executed() && fault.error() != null) {
                throw fault.error();
            }
        }
        if (implicit && !OUTSIDE.matcher(sql).matches()) {
            transaction = true;
        }
        Optional<Rows> answer = statements.execute(sql, request.parameters());
        if (fault != null && fault.error() == null && fault.executed()) {
            kill();
        } else if (fault != null && fault.error() != null) {
            throw fault.error();
        }
        return answer;
    }

    int preparedHandle() {
        return prepared.size();
    }
}
