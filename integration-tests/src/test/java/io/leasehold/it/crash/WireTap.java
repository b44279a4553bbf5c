package io.leasehold.it.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between clients and a PostgreSQL, understands where one exchange ends and the next one begins, counts exchanges
 * over all connections, and can do something at a certain point of a certain one. Exchanges are those of the wire: log-in,
 * each statement with its answer, commit, farewell; so none is missed, whatever JDBC method it comes from. Thread-safe.
 */
final class WireTap implements AutoCloseable {

    private final InetSocketAddress server;
    private final ServerSocket listener;
    private final AtomicLong exchanges = new AtomicLong();
    private final Set<WireConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile Trap trap = Trap.NONE;

    private WireTap(InetSocketAddress server, ServerSocket listener) {
        this.server = server;
        this.listener = listener;
    }

    /** The points of an exchange. */
    enum Phase {
        /** The request has not reached the server. */
        BEFORE,
        /** The request has been passed on to the server, which works on it. */
        SENT,
        /** The server has answered; the answer has not reached the client. */
        AFTER
    }

    /** Something to do at a point. What is on its way there then goes no further, and its connection is closed. */
    record Trap(long exchange, Phase phase, Runnable action) {

        static final Trap NONE = new Trap(0, Phase.BEFORE, () -> {});
    }

    /** Opens a tap in front of a server. */
    static WireTap to(String host, int port) {
        try {
            ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            WireTap tap = new WireTap(new InetSocketAddress(host, port), listener);
            Thread thread = new Thread(tap::accept, "crash-harness-tap-" + listener.getLocalPort());
            thread.setDaemon(true);
            thread.start();
            return tap;
        } catch (IOException e) {
            throw new UncheckedIOException("the tap cannot listen", e);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Starts counting anew, with a trap set. */
    void set(Trap next) {
        trap = Trap.NONE;
        exchanges.set(0);
        trap = next;
    }

    /** How many exchanges there were since the trap was set. */
    long exchanges() {
        return exchanges.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread thread = new Thread(() -> serve(client), "crash-harness-wire-" + port());
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                // Closed, which ends the loop, or the client has gone already.
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket opened = new Socket()) {
            opened.connect(server);
            opened.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            WireConnection connection = new WireConnection(client, opened);
            connections.add(connection);
            try {
                while (connection.readRequest()) {
                    exchange(connection);
                }
            } finally {
                connections.remove(connection);
            }
        } catch (IOException e) {
            // One end has gone, so the other one goes too.
        }
    }

    private void exchange(WireConnection connection) throws IOException {
        long number = exchanges.incrementAndGet();
        passing(number, Phase.BEFORE);
        connection.sendRequest();
        passing(number, Phase.SENT);
        connection.readAnswer();
        passing(number, Phase.AFTER);
        connection.sendAnswer();
    }

    private void passing(long number, Phase phase) throws IOException {
        Trap set = trap;
        if (number == set.exchange() && phase == set.phase()) {
            trap = Trap.NONE;
            set.action().run();
            throw new IOException("stopped here");
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the tap cannot stop listening", e);
        }
        connections.forEach(WireConnection::cut);
    }
}
