package io.leasehold.database.mongo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.bson.Document;

/**
 * Answers MongoDB's drivers on 127.0.0.1 and a free port. Not MongoDB: see the package. The administrator is {@code root} of the
 * database {@code admin}. Users survive {@link #restart()}.
 */
public final class StandInMongo implements MongoUnderTest, AutoCloseable {

    private static final String ADMIN = "standin_admin";
    private static final int PORT_ATTEMPTS = 20;

    private final StandInState state;
    private final String adminPassword = UUID.randomUUID().toString();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<StandInSession> sessions = ConcurrentHashMap.newKeySet();
    private final SSLContext tls;
    private ServerSocket listening;
    private Thread accepting;

    private StandInMongo(boolean authorizes, SSLContext tls) {
        this.state = new StandInState(authorizes);
        this.tls = tls;
        try {
            state.users()
                    .create(
                            "admin",
                            new Document("createUser", ADMIN)
                                    .append("pwd", adminPassword)
                                    .append("roles", List.of("root")));
        } catch (CommandError impossible) {
            throw new IllegalStateException(impossible);
        }
        listen(0);
    }

    /** A stand-in that asks for logins. */
    public static StandInMongo start() {
        return new StandInMongo(true, null);
    }

    /** A stand-in whose authorization is off: logins work, and nobody needs one. */
    public static StandInMongo startOpenToAll() {
        return new StandInMongo(false, null);
    }

    /** A stand-in that speaks TLS only, and knows who shows a certificate. */
    public static StandInMongo startWithTls(SSLContext tls) {
        return new StandInMongo(true, tls);
    }

    /** Makes a user that logs in with a certificate of that subject, and may do everything. */
    public void createCertificateUser(String subject) throws CommandError {
        state.users()
                .create(
                        "$external",
                        new Document("createUser", subject)
                                .append("pwd", UUID.randomUUID().toString())
                                .append("roles", List.of(new Document("role", "root").append("db", "admin"))));
    }

    @Override
    public String host() {
        return "127.0.0.1";
    }

    @Override
    public int port() {
        return listening.getLocalPort();
    }

    @Override
    public String adminUser() {
        return ADMIN;
    }

    @Override
    public String adminPassword() {
        return adminPassword;
    }

    /** Answers the next command of a name with an error of the server, which has executed it or not. */
    public void failNext(String command, boolean executed, int code) {
        state.fail(new StandInState.Fault(command, executed, CommandError.answer(code, "as the test wants it")));
    }

    /** Executes the next command of a name, and says that not enough members know of it. */
    public void losesMembersNext(String command) {
        Document error = new Document("code", 64).append("errmsg", "waiting for replication timed out");
        state.fail(new StandInState.Fault(command, true, new Document("ok", 1.0).append("writeConcernError", error)));
    }

    /** The commands of a name that came, in their order. */
    public List<Document> received(String command) {
        return state.received().stream()
                .filter(document -> document.keySet().iterator().next().equals(command))
                .toList();
    }

    /** Whose sessions were ended. */
    public List<Document> killed() {
        return List.copyOf(state.killed());
    }

    /** How many connections a user is logged in on. */
    public int connectionsOf(String user) {
        return (int) sessions.stream().filter(session -> session.isOf(user)).count();
    }

    /** How many cursors are open. */
    public int cursors() {
        return state.data().cursors().count();
    }

    /** Makes a user without asking for rights, as quickly as can be. */
    public void addUser(String database, String name, String password, String role) {
        try {
            state.users()
                    .create(
                            database,
                            new Document("createUser", name)
                                    .append("pwd", password)
                                    .append("roles", List.of(role)));
        } catch (CommandError taken) {
            throw new IllegalStateException(taken);
        }
    }

    /** Whether there is such a user. */
    public boolean hasUser(String database, String name) {
        return state.users().find(database, name).isPresent();
    }

    /** Removes a user and what it is doing, as a revocation does. */
    public void removeUser(String database, String name) {
        try {
            state.users().drop(database, new Document("dropUser", name));
        } catch (CommandError gone) {
            throw new IllegalStateException(gone);
        }
        state.data().cursors().killOf(database, name);
    }

    /** Changes the password of a user; who is logged in stays so. */
    public void changePassword(String database, String name, String password) {
        try {
            state.users().update(database, new Document("updateUser", name).append("pwd", password));
        } catch (CommandError gone) {
            throw new IllegalStateException(gone);
        }
    }

    /** Ends all connections and takes no more; the port is free when this returns. */
    public void stop() {
        try {
            listening.close();
            // Until its thread has seen that it is closed, the system goes on listening, and a last connection may
            // come.
            accepting.join();
            for (Socket each : open) {
                each.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the stand-in was stopping", e);
        }
    }

    /** Comes back on the same port with the same users. */
    public void restart() {
        int port = port();
        stop();
        listen(port);
    }

    @Override
    public void close() {
        stop();
    }

    private void listen(int wanted) {
        for (int attempt = 1; ; attempt++) {
            // Below the ports of outgoing connections, one of which could take it while the server is down.
            int port = wanted != 0 ? wanted : ThreadLocalRandom.current().nextInt(15_000, 32_000);
            try {
                bind(port);
                return;
            } catch (BindException taken) {
                if (wanted != 0 || attempt == PORT_ATTEMPTS) {
                    throw new UncheckedIOException(taken);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void bind(int port) throws IOException {
        ServerSocket socket =
                tls == null ? new ServerSocket() : tls.getServerSocketFactory().createServerSocket();
        if (socket instanceof SSLServerSocket encrypted) {
            encrypted.setWantClientAuth(true);
        }
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        listening = socket;
        accepting = thread("accept", () -> accept(socket));
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket socket = from.accept();
                open.add(socket);
                thread("connection", () -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        StandInSession session = null;
        try (socket) {
            StandInWire wire = new StandInWire(socket.getInputStream(), socket.getOutputStream());
            session = new StandInSession(state, subject(socket));
            sessions.add(session);
            while (true) {
                StandInWire.Request request = wire.read();
                Document answer = state.answer(session, request.body());
                if (request.answered()) {
                    wire.answer(request, answer);
                }
            }
        } catch (IOException ended) {
            open.remove(socket);
        } finally {
            if (session != null) {
                sessions.remove(session);
            }
        }
    }

    /** Whose certificate was shown, or null. */
    private static String subject(Socket socket) throws IOException {
        if (!(socket instanceof SSLSocket encrypted)) {
            return null;
        }
        encrypted.startHandshake();
        try {
            X509Certificate shown = (X509Certificate) encrypted.getSession().getPeerCertificates()[0];
            return shown.getSubjectX500Principal().getName();
        } catch (SSLPeerUnverifiedException none) {
            return null;
        }
    }

    private static Thread thread(String what, Runnable work) {
        Thread thread = new Thread(work, "stand-in-mongo-" + what);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
