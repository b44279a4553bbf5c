package io.leasehold.pki.revoking;

import com.sun.net.httpserver.HttpServer;
import io.leasehold.pki.http.PkiHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The handler on a port of this machine. */
final class Server implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    private Server(HttpServer server) {
        this.server = server;
    }

    /** Serves a world, whose authorities are often made after this, as they say where it is. */
    static Server of(RevokingWorld world) {
        return of(PkiHandler.builder(world.broker())
                .mount(RevokingWorld.MOUNT)
                .mount("/elsewhere", RevokingWorld.MOUNT)
                .build());
    }

    static Server of(PkiHandler handler) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            Server made = new Server(server);
            server.setExecutor(made.threads);
            server.createContext("/", handler);
            server.start();
            return made;
        } catch (IOException e) {
            throw new AssertionError("no port", e);
        }
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
