package io.leasehold.database.internal.cassandra;

import com.datastax.oss.driver.api.core.metadata.EndPoint;
import com.datastax.oss.driver.api.core.ssl.SslEngineFactory;
import io.leasehold.database.internal.tls.ClientTls;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * Encrypts the connections to nodes. A node's certificate has to name it as it was asked for: the host that a setting names, or
 * the address that the cluster gave. Nothing is looked up in the DNS backwards, where whoever holds the address decides.
 * Immutable.
 */
final class NodeTls implements SslEngineFactory {

    /** Checks names as HTTPS does (RFC 2818, section 3.1). */
    private static final String BY_NAME = "HTTPS";

    private final SSLContext context;
    private final ClientTls tls;

    NodeTls(ClientTls tls) {
        this.tls = tls;
        this.context = tls.context();
    }

    @Override
    public SSLEngine newSslEngine(EndPoint node) {
        InetSocketAddress address = (InetSocketAddress) node.resolve();
        SSLEngine engine = context.createSSLEngine(address.getHostString(), address.getPort());
        SSLParameters parameters = tls.parameters();
        if (!tls.believesAny()) {
            parameters.setEndpointIdentificationAlgorithm(BY_NAME);
        }
        engine.setSSLParameters(parameters);
        engine.setUseClientMode(true);
        return engine;
    }

    /** There is nothing to close. */
    @Override
    public void close() {}
}
