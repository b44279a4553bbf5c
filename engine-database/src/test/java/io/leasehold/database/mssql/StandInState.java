package io.leasehold.database.mssql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What all sessions share. Guarded by itself. */
final class StandInState {

    final Map<String, StandInLogin> logins = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    final Map<String, StandInDatabase> databases = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    final Map<Integer, StandInSession> sessions = new TreeMap<>();
    final Map<String, StandInSession> locks = new TreeMap<>();
    final List<String> received = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private int nextSid = 300;
    private int nextSession = 50;
    int waiting;

    /**
     * An error in place of, or after, the next statement that matches.
     *
     * @param statement which
     * @param executed whether it is executed first
     * @param error the error; null ends the connection after an execution, and is none before it
     * @param before what is done first
     */
    record Fault(Pattern statement, boolean executed, SqlError error, Runnable before) {}

    synchronized void fail(Fault fault) {
        faults.add(fault);
    }

    /** The fault for a statement, which is over with it; null for none. */
    synchronized Fault faultFor(String sql) {
        for (Fault fault : faults) {
            if (fault.statement().matcher(sql).find()) {
                faults.remove(fault);
                return fault;
            }
        }
        return null;
    }

    synchronized int newSid() {
        return nextSid++;
    }

    synchronized void addLogin(String name, String password, boolean policy, Set<String> rights) {
        logins.put(name, new StandInLogin(newSid(), password, policy, false, Set.copyOf(rights)));
    }

    StandInLogin login(String name) throws SqlError {
        StandInLogin login = logins.get(name);
        if (login == null) {
            throw new SqlError(
                    15151,
                    "Cannot find the login '" + name + "', because it does not exist or you do not have permission.");
        }
        return login;
    }

    /** The identity of a login, or -1. */
    int sid(String name) {
        StandInLogin login = logins.get(name);
        return login == null ? -1 : login.sid();
    }

    /** Lets somebody in, or says why not. */
    synchronized StandInSession enter(TdsLogin login, Runnable end) throws SqlError {
        String database = login.database().isEmpty() ? "master" : login.database();
        StandInDatabase opened = databases.get(database);
        StandInDatabase.User contained = opened == null ? null : opened.users.get(login.user());
        StandInSession session;
        if (contained != null && contained.password() != null) {
            if (!contained.password().equals(login.password()) || contained.denied()) {
                throw loginFailed(login.user());
            }
            session = new StandInSession(this, nextSession++, login.user(), contained.sid(), database, end);
        } else {
            StandInLogin known = logins.get(login.user());
            if (known == null || !known.password().equals(login.password())) {
                throw loginFailed(login.user());
            }
            if (known.disabled()) {
                throw new SqlError(
                        18470, "Login failed for user '" + login.user() + "'. Reason: The account is disabled.", true);
            }
            boolean user = opened != null && opened.users.values().stream().anyMatch(u -> u.sid() == known.sid());
            if (opened == null || !(user || database.equals("master") || known.may("CONTROL SERVER"))) {
                throw new SqlError(
                        4060,
                        "Cannot open database \"" + database + "\" requested by the login. The login failed.",
                        true);
            }
            session = new StandInSession(this, nextSession++, login.user(), known.sid(), database, end);
        }
        sessions.put(session.id(), session);
        return session;
    }

    private static SqlError loginFailed(String user) {
        return new SqlError(18456, "Login failed for user '" + user + "'.", true);
    }

    synchronized void leave(StandInSession session) {
        session.rollback();
        sessions.remove(session.id());
        locks.values().removeIf(owner -> owner == session);
        notifyAll();
    }

    /** Waits for a lock; 0 when it is taken at once, 1 after a wait, -1 when it was not in time. */
    synchronized int lock(String name, StandInSession session, long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        boolean waited = false;
        while (locks.containsKey(name) && locks.get(name) != session) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return -1;
            }
            waited = true;
            waiting++;
            try {
                wait(left);
            } finally {
                waiting--;
            }
        }
        locks.put(name, session);
        return waited ? 1 : 0;
    }

    synchronized void unlock(String name, StandInSession session) throws SqlError {
        if (locks.get(name) != session) {
            throw new SqlError(1223, "Cannot release the application lock because it is not currently held.");
        }
        locks.remove(name);
        notifyAll();
    }
}
