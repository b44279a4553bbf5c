package io.leasehold.aws.standin;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Listens on 127.0.0.1 and one port, or keeps that port without listening. For one thread. */
final class Listener implements AutoCloseable {

    static {
        // The JDK's server writes head and body apart, and would wait 40 ms between them for the client's
        // acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpHandler handler;
    private final AtomicInteger threads = new AtomicInteger();
    private final ExecutorService workers = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "leasehold-standin-aws-" + threads.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });
    private final int port;
    private HttpServer server;
    private Socket placeholder;

    Listener(HttpHandler handler) {
        this.handler = handler;
        open(0);
        this.port = server.getAddress().getPort();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Stops listening. A socket that is bound and does not listen keeps the port from others, who are refused. */
    void refuse() {
        if (placeholder != null) {
            return;
        }
        server.stop(0);
        try {
            placeholder = new Socket();
            placeholder.setReuseAddress(true);
            placeholder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the port", e);
        }
    }

    void listen() {
        if (placeholder == null) {
            return;
        }
        closePlaceholder();
        open(port);
    }

    private void open(int wanted) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 100);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen", e);
        }
        server.createContext("/", handler);
        server.setExecutor(workers);
        server.start();
    }

    private void closePlaceholder() {
        try {
            placeholder.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot give up the port", e);
        }
        placeholder = null;
    }

    @Override
    public void close() {
        if (placeholder == null) {
            server.stop(0);
        } else {
            closePlaceholder();
        }
        workers.shutdownNow();
    }
}
