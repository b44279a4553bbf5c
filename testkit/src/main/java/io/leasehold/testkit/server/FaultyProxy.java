package io.leasehold.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A network that misbehaves on request: a TCP proxy on 127.0.0.1 in front of a server. At first it passes everything on.
 * A change takes effect at once, for open connections too. Thread-safe.
 */
public final class FaultyProxy implements AutoCloseable {

    private static final int CONNECT_MILLIS = 5_000;
    private static final Duration ACCEPTOR_LIMIT = Duration.ofSeconds(5);

    private final InetSocketAddress target;
    private final ProxyGate gate;
    private final Set<ProxyConnection> connections = ConcurrentHashMap.newKeySet();
    private final Object lock = new Object();
    private final int port;
    private @Nullable Listening listening;
    private boolean closed;

    private FaultyProxy(InetSocketAddress target, int port) {
        this.target = target;
        this.port = port;
        this.gate = new ProxyGate(this::refuse);
    }

    /** A direction of the bytes of a connection. */
    public enum Direction {
        /** From the client to the server: statements. */
        TO_SERVER,
        /** From the server to the client: answers. */
        TO_CLIENT
    }

    /**
     * Starts a proxy in front of a server, which need not be up.
     *
     * @param host the server's address
     * @param port the server's port
     * @return the proxy, passing everything on
     */
    public static FaultyProxy to(String host, int port) {
        FaultyProxy proxy = new FaultyProxy(resolve(host, port), FreePorts.next());
        proxy.listen();
        return proxy;
    }

    /**
     * The address to connect to instead of the server's.
     *
     * @return an IP address
     */
    public String host() {
        return "127.0.0.1";
    }

    /**
     * The port to connect to instead of the server's; stays the same for the life of the proxy.
     *
     * @return the TCP port
     */
    public int port() {
        return port;
    }

    /** Passes everything on again, and what was held back. Ends a refusal. */
    public void pass() {
        gate.set(Fault.PASS);
        listen();
    }

    /**
     * Delays each piece of data that arrives (in either direction, a piece being what one read returns).
     *
     * @param delay how long each piece is held back, in real time
     */
    public void delay(Duration delay) {
        gate.set(new Fault.Delay(delay));
        listen();
    }

    /** Holds everything back, as a stopped server or a silently dropping firewall does. New connections are accepted. */
    public void stall() {
        gate.set(Fault.STALL);
        listen();
    }

    /**
     * Lets some more bytes through, counted over all connections; then cuts all of them and refuses new ones, until another
     * method is called. What a server does that dies at that byte.
     *
     * @param direction which bytes are counted; those of the other direction pass until the cut
     * @param bytes how many still pass, zero or more
     */
    public void cutAfter(Direction direction, long bytes) {
        gate.set(new Fault.Budget(direction, bytes));
        listen();
    }

    /** Cuts all connections and refuses new ones, as a machine does whose server is down. */
    public void refuse() {
        synchronized (lock) {
            stopListening();
        }
        cut();
    }

    /** Cuts all connections (with a reset, not a farewell). New ones are treated as before. */
    public void cut() {
        connections.forEach(ProxyConnection::close);
    }

    /**
     * How many connections are open.
     *
     * @return the number of clients connected now
     */
    public int connections() {
        return connections.size();
    }

    /** Cuts everything and ends. May be called repeatedly; nothing else may be called afterwards. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            stopListening();
        }
        cut();
        // Whoever is held back finds its connection cut.
        gate.set(Fault.PASS);
    }

    private static InetSocketAddress resolve(String host, int port) {
        try {
            return new InetSocketAddress(InetAddress.getAllByName(host)[0], port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("unknown host " + host, e);
        }
    }

    private void listen() {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("the proxy is closed");
            }
            if (listening != null) {
                return;
            }
            try {
                ServerSocket socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
                listening = new Listening(socket, thread("accept", () -> acceptAll(socket)));
            } catch (IOException e) {
                throw new UncheckedIOException("the proxy cannot listen on port " + port, e);
            }
        }
    }

    /** Returns when the port is free again, which it is not as long as a thread still accepts on it. */
    private void stopListening() {
        try {
            if (listening != null) {
                listening.socket().close();
                listening.acceptor().join(ACCEPTOR_LIMIT.toMillis());
                listening = null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the proxy cannot stop listening on port " + port, e);
        } catch (InterruptedException e) {
            listening = null;
            Thread.currentThread().interrupt();
        }
    }

    private void acceptAll(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket client = from.accept();
                thread("connect", () -> connect(client, from));
            } catch (IOException e) {
                // Closed by stopListening(), which is how this loop ends; or the client is gone already.
            }
        }
    }

    private void connect(Socket client, ServerSocket acceptedBy) {
        Socket server = new Socket();
        try {
            server.connect(target, CONNECT_MILLIS);
        } catch (IOException e) {
            ProxyConnection.reset(client);
            return;
        }
        ProxyConnection connection = new ProxyConnection(client, server, gate, connections::remove);
        connections.add(connection);
        if (acceptedBy.isClosed()) {
            // A refusal came in between and did not see this connection.
            connection.close();
            return;
        }
        thread("to-server", () -> connection.pump(Direction.TO_SERVER));
        thread("to-client", () -> connection.pump(Direction.TO_CLIENT));
    }

    private Thread thread(String what, Runnable work) {
        Thread thread = new Thread(work, "leasehold-testkit-proxy-" + port + "-" + what);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private record Listening(ServerSocket socket, Thread acceptor) {}
}
