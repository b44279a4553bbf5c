package io.leasehold.database.mssql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;

/**
 * Answers Microsoft's driver on 127.0.0.1 and a free port. Not SQL Server: see the package. There are the databases
 * {@code master} and {@code erp}, and an administrator who may do everything.
 */
public final class StandInSqlServer implements SqlServerUnderTest, AutoCloseable {

    private static final int ENCRYPTION_NOT_SUPPORTED = 2;

    private final StandInState state = new StandInState();
    private final String adminPassword = UUID.randomUUID().toString();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ServerSocket listening;

    private StandInSqlServer(SSLContext tls) {
        state.databases.put("master", new StandInDatabase());
        state.databases.put("erp", new StandInDatabase());
        createLogin(adminUser(), adminPassword, "CONTROL SERVER");
        try {
            listening = tls == null
                    ? new ServerSocket()
                    : tls.getServerSocketFactory().createServerSocket();
            if (listening instanceof SSLServerSocket strict) {
                SSLParameters parameters = strict.getSSLParameters();
                parameters.setApplicationProtocols(new String[] {"tds/8.0"});
                strict.setSSLParameters(parameters);
            }
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread("accept", this::accept);
    }

    /** A stand-in that knows no TLS. */
    public static StandInSqlServer start() {
        return new StandInSqlServer(null);
    }

    /** A stand-in that speaks TDS 8.0, which is inside TLS from the first byte on ({@code encrypt=strict}). */
    public static StandInSqlServer startStrict(SSLContext tls) {
        return new StandInSqlServer(tls);
    }

    @Override
    public int port() {
        return listening.getLocalPort();
    }

    @Override
    public String adminUser() {
        return "standin_admin";
    }

    @Override
    public String adminPassword() {
        return adminPassword;
    }

    /** Makes a login whose passwords need not be complex, with permissions on the server. */
    public void createLogin(String name, String password, String... rights) {
        state.addLogin(name, password, false, Set.of(rights));
    }

    @Override
    public void createLogin(String name, String password) {
        createLogin(name, password, new String[0]);
    }

    @Override
    public String parameters() {
        return "encrypt=disable";
    }

    /** Removes a login and its users, whoever is logged in. */
    @Override
    public void removeLogin(String name) {
        synchronized (state) {
            int sid = state.sid(name);
            state.logins.remove(name);
            state.databases.values().forEach(each -> each.users.values().removeIf(user -> user.sid() == sid));
        }
    }

    /** Takes all permissions of a login away and gives it others, also in the sessions that it has. */
    public void setRights(String name, String... rights) {
        synchronized (state) {
            state.logins.computeIfPresent(name, (key, login) -> login.withRights(Set.of(rights)));
        }
    }

    /** Gives a login another name, by which its users in databases are its users still. */
    public void renameLogin(String name, String newName) {
        synchronized (state) {
            state.logins.put(newName, state.logins.remove(name));
        }
    }

    /** Makes a user with a password in a database, which need not be complex. */
    public void createContainedUser(String database, String name, String password) {
        synchronized (state) {
            state.databases.get(database).users.put(name, new StandInDatabase.User(state.newSid(), password, false));
        }
    }

    /** Removes a user of a database, whoever is logged in. */
    public void removeUser(String database, String name) {
        synchronized (state) {
            state.databases.get(database).users.remove(name);
        }
    }

    /** Makes a user of a login in a database. */
    public void addUser(String database, String login) {
        synchronized (state) {
            state.databases.get(database).users.put(login, new StandInDatabase.User(state.sid(login), null, false));
        }
    }

    /** Makes a schema that a user owns. */
    public void addSchema(String database, String schema, String owner) {
        synchronized (state) {
            state.databases.get(database).schemas.put(schema, owner);
        }
    }

    /** The owner of a schema. */
    public String owner(String database, String schema) {
        synchronized (state) {
            return state.databases.get(database).schemas.get(schema);
        }
    }

    @Override
    public Set<String> logins() {
        synchronized (state) {
            return new TreeSet<>(state.logins.keySet());
        }
    }

    public Set<String> users(String database) {
        synchronized (state) {
            return new TreeSet<>(state.databases.get(database).users.keySet());
        }
    }

    /** What a user of a database was granted. */
    public String granted(String database, String user) {
        synchronized (state) {
            return state.databases.get(database).grants.get(user);
        }
    }

    /** The statements that came, in their order. */
    public List<String> received() {
        synchronized (state) {
            return List.copyOf(state.received);
        }
    }

    /** Whether somebody waits for an application lock. */
    public boolean somebodyWaits() {
        synchronized (state) {
            return state.waiting > 0;
        }
    }

    /** How many application locks are held. */
    public int locks() {
        synchronized (state) {
            return state.locks.size();
        }
    }

    /** Answers the next statement that holds a text with an error of the server, which has executed it or not. */
    public void failNext(String text, boolean executed, int number, String message) {
        state.fail(new StandInState.Fault(
                Pattern.compile(Pattern.quote(text)), executed, new SqlError(number, message), () -> {}));
    }

    /** Does something before the next statement that holds a text is executed. */
    public void beforeNext(String text, Runnable work) {
        state.fail(new StandInState.Fault(Pattern.compile(Pattern.quote(text)), false, null, work));
    }

    /** Executes the next statement that holds a text, and ends the connection without an answer. */
    public void dropConnectionAfter(String text) {
        state.fail(new StandInState.Fault(Pattern.compile(Pattern.quote(text)), true, null, () -> {}));
    }

    /** Ends all connections, as a restart does; users stay. */
    public void endConnections() {
        open.forEach(StandInSqlServer::close);
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        endConnections();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                open.add(socket);
                thread("connection", () -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            TdsWire wire = new TdsWire(socket.getInputStream(), socket.getOutputStream());
            wire.read();
            wire.write(new TdsReply().prelogin(ENCRYPTION_NOT_SUPPORTED).bytes());
            TdsLogin login = TdsLogin.read(wire.read().body());
            StandInSession session;
            try {
                session = state.enter(login, () -> close(socket));
            } catch (SqlError refused) {
                wire.write(new TdsReply().error(refused).done(0xFD, 2, 0).bytes());
                return;
            }
            try {
                wire.write(new TdsReply().loginAccepted(session.database).bytes());
                new TdsConversation(wire, session).run();
            } finally {
                state.leave(session);
            }
        } catch (IOException | InterruptedException ended) {
            open.remove(socket);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void thread(String what, Runnable work) {
        Thread thread = new Thread(work, "stand-in-sql-server-" + what);
        thread.setDaemon(true);
        thread.start();
    }
}
