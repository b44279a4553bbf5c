package io.leasehold.pki.internal.tls.context;

import java.io.IOException;
import java.net.Socket;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket whose connections get the context of the moment. A socket of the JDK keeps the context that it was made with.
 * This one listens itself, and has one of those, which is never bound, to keep its settings. Thread-safe as that one is.
 */
final class RenewableServerSocket extends SSLServerSocket {

    private final SSLServerSocket settings;
    private final Supplier<SSLContext> context;

    RenewableServerSocket(SSLServerSocket settings, Supplier<SSLContext> context) throws IOException {
        this.settings = settings;
        this.context = context;
    }

    @Override
    public Socket accept() throws IOException {
        Socket plain = new Plain();
        implAccept(plain);
        try {
            SSLSocket socket = (SSLSocket) context.get().getSocketFactory().createSocket(plain, null, true);
            socket.setUseClientMode(settings.getUseClientMode());
            socket.setSSLParameters(settings.getSSLParameters());
            socket.setEnableSessionCreation(settings.getEnableSessionCreation());
            return socket;
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    /** A socket without a connection, for the one that is accepted. */
    private static final class Plain extends Socket {}

    @Override
    public void close() throws IOException {
        settings.close();
        super.close();
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return settings.getEnabledCipherSuites();
    }

    @Override
    public void setEnabledCipherSuites(String @Nullable [] suites) {
        settings.setEnabledCipherSuites(suites);
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return settings.getSupportedCipherSuites();
    }

    @Override
    public String[] getSupportedProtocols() {
        return settings.getSupportedProtocols();
    }

    @Override
    public String[] getEnabledProtocols() {
        return settings.getEnabledProtocols();
    }

    @Override
    public void setEnabledProtocols(String @Nullable [] protocols) {
        settings.setEnabledProtocols(protocols);
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        settings.setNeedClientAuth(need);
    }

    @Override
    public boolean getNeedClientAuth() {
        return settings.getNeedClientAuth();
    }

    @Override
    public void setWantClientAuth(boolean want) {
        settings.setWantClientAuth(want);
    }

    @Override
    public boolean getWantClientAuth() {
        return settings.getWantClientAuth();
    }

    @Override
    public void setUseClientMode(boolean mode) {
        settings.setUseClientMode(mode);
    }

    @Override
    public boolean getUseClientMode() {
        return settings.getUseClientMode();
    }

    @Override
    public void setEnableSessionCreation(boolean flag) {
        settings.setEnableSessionCreation(flag);
    }

    @Override
    public boolean getEnableSessionCreation() {
        return settings.getEnableSessionCreation();
    }

    @Override
    public SSLParameters getSSLParameters() {
        return settings.getSSLParameters();
    }

    @Override
    public void setSSLParameters(SSLParameters parameters) {
        settings.setSSLParameters(parameters);
    }
}
