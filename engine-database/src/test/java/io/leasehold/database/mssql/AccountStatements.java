package io.leasehold.database.mssql;

import static io.leasehold.database.mssql.StandInStatements.NAME;
import static io.leasehold.database.mssql.StandInStatements.TEXT;
import static io.leasehold.database.mssql.StandInStatements.name;
import static io.leasehold.database.mssql.StandInStatements.text;

import java.util.Map;
import java.util.Set;

/** Statements on logins and users, each of which can be taken back. */
final class AccountStatements {

    private final StandInState state;
    private final StandInSession session;

    AccountStatements(StandInState state, StandInSession session) {
        this.state = state;
        this.session = session;
    }

    void addTo(StandInStatements all) {
        all.command(
                "CREATE LOGIN " + NAME + " WITH PASSWORD = " + TEXT + "(, CHECK_POLICY = OFF)?",
                (m, p) -> createLogin(name(m.group(1)), text(m.group(2)), m.group(3) == null));
        all.command("ALTER LOGIN " + NAME + " DISABLE", (m, p) -> disable(name(m.group(1))));
        all.command(
                "ALTER LOGIN " + NAME + " WITH PASSWORD = " + TEXT,
                (m, p) -> setPassword(name(m.group(1)), text(m.group(2))));
        all.command("DROP LOGIN " + NAME, (m, p) -> dropLogin(name(m.group(1))));
        all.command(
                "CREATE USER " + NAME + " FOR LOGIN " + NAME,
                (m, p) -> createUser(name(m.group(1)), name(m.group(2)), null));
        all.command(
                "CREATE USER " + NAME + " WITH PASSWORD = " + TEXT,
                (m, p) -> createUser(name(m.group(1)), null, text(m.group(2))));
        all.command(
                "ALTER USER " + NAME + " WITH PASSWORD = " + TEXT,
                (m, p) -> changeUser(name(m.group(1)), text(m.group(2)), false));
        all.command("DENY CONNECT TO " + NAME, (m, p) -> changeUser(name(m.group(1)), null, true));
        all.command("DROP USER (IF EXISTS )?" + NAME, (m, p) -> dropUser(name(m.group(2)), m.group(1) != null));
        all.command(
                "CREATE SCHEMA " + NAME + " AUTHORIZATION " + NAME, (m, p) -> own(name(m.group(1)), name(m.group(2))));
        all.command(
                "ALTER AUTHORIZATION ON SCHEMA::" + NAME + " TO " + NAME,
                (m, p) -> own(name(m.group(1)), name(m.group(2))));
        all.command("GRANT ([A-Z, ]+) TO " + NAME, (m, p) -> grant(m.group(1), name(m.group(2))));
        all.command("GRANT ([A-Z, ]+) ON " + NAME + " TO " + NAME, (m, p) -> grantOn(name(m.group(2))));
    }

    private StandInDatabase database() {
        return state.databases.get(session.database);
    }

    /** Puts a value, or removes it for null, and remembers what was there. */
    private <V> void put(Map<String, V> map, String key, V value) {
        V before = map.get(key);
        session.undoBy(() -> {
            if (before == null) {
                map.remove(key);
            } else {
                map.put(key, before);
            }
        });
        if (value == null) {
            map.remove(key);
        } else {
            map.put(key, value);
        }
    }

    private void createLogin(String name, String password, boolean policy) throws SqlError {
        synchronized (state) {
            session.require("ALTER ANY LOGIN");
            if (state.logins.containsKey(name)) {
                throw new SqlError(15025, "The server principal '" + name + "' already exists.");
            }
            if (policy) {
                StandInLogin.requireComplex(password);
            }
            put(state.logins, name, new StandInLogin(state.newSid(), password, policy, false, Set.of()));
        }
    }

    private void disable(String name) throws SqlError {
        synchronized (state) {
            session.require("ALTER ANY LOGIN");
            put(state.logins, name, state.login(name).withDisabled());
        }
    }

    private void setPassword(String name, String password) throws SqlError {
        synchronized (state) {
            session.require("ALTER ANY LOGIN");
            put(state.logins, name, state.login(name).withPassword(password));
        }
    }

    private void dropLogin(String name) throws SqlError {
        synchronized (state) {
            session.require("ALTER ANY LOGIN");
            int sid = state.login(name).sid();
            if (state.sessions.values().stream().anyMatch(other -> other.sid() == sid)) {
                throw new SqlError(15434, "Could not drop login '" + name + "' as the user is currently logged in.");
            }
            put(state.logins, name, null);
        }
    }

    private void createUser(String name, String login, String password) throws SqlError {
        synchronized (state) {
            session.require("ALTER ANY USER");
            if (database().users.containsKey(name)) {
                throw new SqlError(
                        15023, "User, group, or role '" + name + "' already exists in the current database.");
            }
            if (login != null && state.sid(login) < 0) {
                throw new SqlError(15007, "'" + login + "' is not a valid login or you do not have permission.");
            }
            if (password != null) {
                StandInLogin.requireComplex(password);
            }
            int sid = login == null ? state.newSid() : state.sid(login);
            put(database().users, name, new StandInDatabase.User(sid, password, false));
        }
    }

    private void changeUser(String name, String password, boolean denied) throws SqlError {
        synchronized (state) {
            session.require("ALTER ANY USER");
            StandInDatabase.User user = database().user(name);
            String kept = password == null ? user.password() : password;
            put(database().users, name, new StandInDatabase.User(user.sid(), kept, user.denied() || denied));
        }
    }

    private void dropUser(String name, boolean ifExists) throws SqlError {
        synchronized (state) {
            session.require("ALTER ANY USER");
            if (ifExists && !database().users.containsKey(name)) {
                return;
            }
            database().user(name);
            if (database().schemas.containsValue(name)) {
                throw new SqlError(
                        15138, "The database principal owns a schema in the database, and cannot be dropped.");
            }
            put(database().users, name, null);
            put(database().grants, name, null);
        }
    }

    private void own(String schema, String owner) throws SqlError {
        synchronized (state) {
            if (!owner.equals("dbo")) {
                database().user(owner);
            }
            put(database().schemas, schema, owner);
        }
    }

    private void grant(String rights, String name) throws SqlError {
        synchronized (state) {
            database().user(name);
            put(database().grants, name, rights);
        }
    }

    private static void grantOn(String object) throws SqlError {
        throw new SqlError(
                15151,
                "Cannot find the object '" + object + "', because it does not exist or you do not have permission.");
    }
}
