package io.leasehold.testkit.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One client of a proxy with its connection to the server. Thread-safe. */
final class ProxyConnection {

    private static final int PIECE = 8_192;

    private final Socket client;
    private final Socket server;
    private final ProxyGate gate;
    private final Consumer<ProxyConnection> onClose;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicInteger openDirections = new AtomicInteger(2);

    ProxyConnection(Socket client, Socket server, ProxyGate gate, Consumer<ProxyConnection> onClose) {
        this.client = client;
        this.server = server;
        this.gate = gate;
        this.onClose = onClose;
    }

    /** Passes the bytes of one direction on until that direction ends. */
    void pump(FaultyProxy.Direction direction) {
        boolean toServer = direction == FaultyProxy.Direction.TO_SERVER;
        try {
            copy(direction, toServer ? client : server, toServer ? server : client);
            if (openDirections.decrementAndGet() == 0) {
                close();
            }
        } catch (IOException e) {
            // One side is gone, so the other one goes too.
            close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
        }
    }

    private void copy(FaultyProxy.Direction direction, Socket from, Socket to)
            throws IOException, InterruptedException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] piece = new byte[PIECE];
        for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
            int admitted = gate.admit(direction, length);
            out.write(piece, 0, admitted);
            out.flush();
            if (admitted < length) {
                gate.refusedPart();
                return;
            }
        }
        to.shutdownOutput();
    }

    /** Cuts both sides with a reset. */
    void close() {
        if (closed.compareAndSet(false, true)) {
            onClose.accept(this);
            reset(client);
            reset(server);
        }
    }

    static void reset(Socket socket) {
        try {
            if (!socket.isClosed()) {
                // A linger time of zero makes the close a reset.
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException e) {
            // It is gone, which was the aim.
        }
    }
}
