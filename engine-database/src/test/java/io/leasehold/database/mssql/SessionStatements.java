package io.leasehold.database.mssql;

import static io.leasehold.database.mssql.StandInStatements.NAME;
import static io.leasehold.database.mssql.StandInStatements.TEXT;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Transactions, databases, locks, waiting, and the end of other sessions. */
final class SessionStatements {

    private final StandInState state;
    private final StandInSession session;

    SessionStatements(StandInState state, StandInSession session) {
        this.state = state;
        this.session = session;
    }

    void addTo(StandInStatements all) {
        all.command(
                "set implicit_transactions (on|off)",
                (m, p) -> session.implicit(m.group(1).equalsIgnoreCase("on")));
        all.command("IF @@TRANCOUNT > 0 COMMIT TRAN", (m, p) -> session.commit());
        all.command("IF @@TRANCOUNT > 0 ROLLBACK TRAN", (m, p) -> rollback());
        all.command("SET LOCK_TIMEOUT -?[0-9]+", (m, p) -> {});
        all.command("WAITFOR DELAY '00:00:0([0-9])\\.([0-9]{3})'", (m, p) -> await(m.group(1) + m.group(2)));
        all.command("USE " + NAME, (m, p) -> use(StandInStatements.name(m.group(1))));
        all.command("KILL ([0-9]+)", (m, p) -> kill(Integer.parseInt(m.group(1))));
        all.query("SELECT 1", (m, p) -> Optional.of(Rows.number("", 1)));
        all.query(
                "SET NOCOUNT ON; DECLARE @taken int; EXEC @taken = (master\\.)?sys\\.sp_getapplock @Resource = @P0,"
                        + " @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = @P1;"
                        + " SELECT @taken AS taken, DB_NAME\\(\\) AS name",
                (m, p) -> Optional.of(lock(p)));
        all.command(
                "EXEC (master\\.)?sys\\.sp_releaseapplock @Resource = " + TEXT + ", @LockOwner = 'Session'",
                (m, p) -> state.unlock(m.group(2), session));
    }

    private Rows lock(List<Object> parameters) throws InterruptedException {
        long taken = state.lock(String.valueOf(parameters.get(0)), session, ((Number) parameters.get(1)).longValue());
        return new Rows(
                List.of(new Rows.Column("taken", false), new Rows.Column("name", true)),
                List.of(List.of(taken, session.database)));
    }

    private void rollback() {
        synchronized (state) {
            session.rollback();
        }
    }

    private static void await(String millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(Long.parseLong(millis));
    }

    private void use(String name) throws SqlError {
        synchronized (state) {
            if (!state.databases.containsKey(name)) {
                throw new SqlError(
                        911, "Database '" + name + "' does not exist. Make sure that the name is entered correctly.");
            }
            session.database = name;
        }
    }

    private void kill(int id) throws SqlError {
        synchronized (state) {
            if (session.inTransaction()) {
                throw new SqlError(6115, "KILL command cannot be used inside user transactions.");
            }
            if (!session.may("ALTER ANY CONNECTION")) {
                throw new SqlError(6102, "User does not have permission to use the KILL statement.");
            }
            StandInSession other = state.sessions.get(id);
            if (other == null) {
                throw new SqlError(6106, "Process ID " + id + " is not an active process ID.");
            }
            other.kill();
        }
    }
}
