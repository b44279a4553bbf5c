package io.leasehold.pki.internal.tls.context;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLServerSocketFactory;
import org.jspecify.annotations.Nullable;

/** Makes server sockets that ask for the context of the moment at each connection. Thread-safe. */
final class RenewableServerSocketFactory extends SSLServerSocketFactory {

    private static final int DEFAULT_BACKLOG = 50;

    private final Supplier<SSLContext> context;

    RenewableServerSocketFactory(Supplier<SSLContext> context) {
        this.context = context;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return context.get().getServerSocketFactory().getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return context.get().getServerSocketFactory().getSupportedCipherSuites();
    }

    @Override
    public ServerSocket createServerSocket() throws IOException {
        SSLServerSocket settings =
                (SSLServerSocket) context.get().getServerSocketFactory().createServerSocket();
        return new RenewableServerSocket(settings, context);
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
        return createServerSocket(port, DEFAULT_BACKLOG, null);
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) throws IOException {
        return createServerSocket(port, backlog, null);
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, @Nullable InetAddress address) throws IOException {
        ServerSocket socket = createServerSocket();
        try {
            socket.bind(new InetSocketAddress(address, port), backlog);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }
}
